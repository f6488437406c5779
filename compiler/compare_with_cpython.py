#!/usr/bin/python3.11
"""Compares compile_main with CPython's compile(): compare_with_cpython.py COMPILE_MAIN [-k PART]

What the stages behind the parser refuse (symbol table, code generator, future statements), their
warnings, and the facts of code objects that Python can see, over CPython's library, the snippets of
its own tests and the programs in refusals.txt beside this file. Exit status 1 if anything differs.
"""
import ast
import os
import re
import subprocess
import sys
import tempfile
import types
import warnings

LIBRARY = "/usr/lib/python3.11"
HERE = os.path.dirname(os.path.realpath(__file__))
SNIPPETS = ("test_syntax", "test_scope", "test_named_expressions", "test_patma", "test_grammar", "test_future",
            "test_coroutines", "test_generators", "test_genexps", "test_listcomps", "test_symtable", "test_unpack_ex",
            "test_unpack", "test_except_star", "test_positional_only_arg", "test_keywordonlyarg", "test_global",
            "test_compile", "test_fstring", "test_string_literals", "test_annotations", "test_type_comments",
            "test_exceptions", "test_asyncgen", "test_dictcomps", "test_setcomps", "test_extcall", "test_flufl",
            "test_future5", "test_codeop", "test_eof", "test_with", "test_augassign", "test_class", "test_super")
# CPython's own optimiser marks what polygil doesn't know of.
FLAGS_OF_INTEREST = 0x1FFFFFF & ~0x40


def number(value):
    return 0 if value is None else value


def describe(error):
    if not isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error}"
    return (f"{type(error).__name__}: {error.msg} (line {number(error.lineno)}, offset {number(error.offset)}, "
            f"end {number(error.end_lineno)}:{number(error.end_offset)})")


def expected(source, mode="exec"):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        code = None
        try:
            code = compile(source, "<string>", mode, dont_inherit=True)
            out = "ok"
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            out = describe(error)
    seen = []
    for w in caught:
        seen.append(f"[{w.category.__name__} {w.lineno}: {w.message}] ")
    return "".join(seen) + out, code


def parses(source, mode="exec"):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, "<string>", mode, ast.PyCF_ONLY_AST)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return False
    return True


def run(binary, flags, names):
    out = subprocess.run([binary, *flags, *names], stdout=subprocess.PIPE).stdout
    return out.decode("utf-8", "surrogateescape").split("\n")[:-1]


def facts(code):
    def names(items):
        return "".join(f"{item}," for item in items)
    # The first constant of a comprehension means nothing.
    documented = code.co_consts and code.co_flags & 1 and not code.co_name.startswith("<")
    doc = code.co_consts[0] if documented else None
    doc = len(doc.encode("utf-8", "surrogatepass")) if isinstance(doc, str) else -1
    yield (f"{code.co_qualname} name={code.co_name} line={code.co_firstlineno} arguments={code.co_argcount},"
           f"{code.co_posonlyargcount},{code.co_kwonlyargcount} flags={code.co_flags & FLAGS_OF_INTEREST} "
           f"variables={names(code.co_varnames)} names={names(code.co_names)} cells={names(code.co_cellvars)} "
           f"free={names(code.co_freevars)} doc={doc}")
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from facts(constant)


# Names of code that CPython finds to be unreachable, and the order in which its passes meet them,
# are its own affair: sets are compared.
def comparable(line):
    match = re.search(r" names=(.*?) cells=", line)
    names = sorted(set(match[1].split(",")))
    return line[:match.start()], tuple(names), line[match.end():]


def unreachable_lines(tree):
    """The lines of statements that never run: whether they leave code objects behind is each compiler's affair."""
    lines = set()

    def drop(statements):
        for statement in statements:
            lines.update(range(statement.lineno, statement.end_lineno + 1))

    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Constant):
            drop(node.orelse if node.test.value else node.body)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            for i, statement in enumerate(block if isinstance(block, list) else ()):
                if isinstance(statement, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
                    drop(block[i + 1:])
                    break
    return lines


def line_of(fact):
    return int(re.search(r" line=(\d+) ", fact)[1])


def library_files():
    for folder, _, names in os.walk(LIBRARY):
        yield from (os.path.join(folder, name) for name in names if name.endswith(".py"))


def report(what, got, want):
    print(f"{what}\n  got  {got}\n  want {want}")


def compare_library(binary):
    files = sorted(library_files())
    failures = compared = 0
    results = {}
    for start in range(0, len(files), 200):
        chunk = files[start:start + 200]
        results.update(zip(chunk, run(binary, ["-c"], chunk)))
    for name in files:
        with open(name, "rb") as file:
            source = file.read()
        if not parses(source):
            continue
        compared += 1
        want, code = expected(source)
        if results[name] != want:
            failures += 1
            report(name, results[name], want)
            continue
        if code is None:
            continue
        dead = unreachable_lines(ast.parse(source))
        got = {comparable(line) for line in run(binary, ["-f"], [name]) if line_of(line) not in dead}
        wanted = {comparable(line) for line in facts(code) if line_of(line) not in dead}
        if got != wanted:
            failures += 1
            report(name, sorted(got - wanted)[:4], sorted(wanted - got)[:4])
    print(f"{compared} files of the library, {failures} differ")
    return failures


def doctest_programs(text):
    program = []
    for line in text.split("\n"):
        stripped = line.lstrip()
        if stripped.startswith(">>>") or (program and stripped.startswith("...")):
            if stripped.startswith(">>>") and program:
                yield "\n".join(program) + "\n"
                program = []
            program.append(stripped[4:])
        elif program:
            yield "\n".join(program) + "\n"
            program = []


def snippets():
    seen = set()
    for name in SNIPPETS:
        path = os.path.join(LIBRARY, "test", name + ".py")
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            for program in [node.value, *doctest_programs(node.value)]:
                if program not in seen and "\0" not in program:
                    seen.add(program)
                    yield program


def own_programs():
    with open(os.path.join(HERE, "refusals.txt"), encoding="utf-8") as file:
        yield from (program + "\n" for program in re.split(r"(?m)^----\n", file.read()))


def hostile_programs():
    many = 100000
    yield "x = " + "+".join(["1"] * many) + "\n"
    yield "if x: pass\n" + "elif x: pass\n" * many
    yield "x = [" + "1," * many + "]\n"
    yield "x = [" + "y," * many + "]\n"
    yield "x = {" + "y: 1," * many + "}\n"
    yield "f(" + "a, " * 1000 + ")\n"
    yield "f(" + ", ".join(f"a{i}=1" for i in range(1000)) + ")\n"
    yield "def f(" + ", ".join(f"a{i}" for i in range(1000)) + "): return a999\n"
    yield "".join(f"x{i} = '{i}'\n" for i in range(70000))
    # The names of attributes and what is computed with share 16 bits.
    yield "".join(f"x.a{i} = {i}.5\n" for i in range(60000))
    yield "x = " + "(" * 199 + "1" + ")" * 199 + "\n"
    yield "x = " + "[" * 150 + "]" * 150 + "\n"
    yield "x = a" + ".b" * many + "\n"
    yield "x = " + "-" * 900 + "1\n"
    yield "x = a" + "[0]" * 500 + "\n"
    yield "x = a" + "()" * 500 + "\n"
    yield "a, " * 300 + "*b = c\n"
    yield "a, " * 255 + "*b = c\n"
    yield "*b, " + "a, " * 300 + " = c\n"
    for depth in (20, 21):
        indent = [" " * i for i in range(depth + 1)]
        yield "".join(indent[i] + "for i in x:\n" for i in range(depth)) + indent[depth] + "pass\n"
        yield "".join(indent[i] + "while x:\n" for i in range(depth)) + indent[depth] + "pass\n"
        yield "".join(indent[i] + "with x:\n" for i in range(depth)) + indent[depth] + "pass\n"
        yield ("".join(indent[i] + "try:\n" for i in range(depth)) + indent[depth] + "pass\n" +
               "".join(indent[i] + "finally: pass\n" for i in reversed(range(depth))))
        yield ("".join(indent[i] + "try:\n" for i in range(depth)) + indent[depth] + "pass\n" +
               "".join(indent[i] + "except E as e: pass\n" for i in reversed(range(depth))))
        yield "".join(indent[i] + "if x:\n" for i in range(depth)) + indent[depth] + "pass\n"
    yield "with " + ", ".join(["x"] * 21) + ": pass\n"
    yield "".join(" " * i + "for i in x:\n" for i in range(90)) + " " * 90 + "pass\n"
    yield "".join(" " * i + f"def f{i}():\n" for i in range(90)) + " " * 90 + "pass\n"
    yield "x = " + "lambda: " * 90 + "1\n"


def compare_programs(binary, label, programs, mode="exec"):
    programs = [p for p in programs if parses(p, mode)]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for i, source in enumerate(programs):
            names.append(os.path.join(folder, str(i)))
            with open(names[-1], "wb") as file:
                file.write(source.encode("utf-8", "surrogatepass"))
        flags = ["-c", "--unicode", f"--mode={mode}"]
        results = []
        for start in range(0, len(names), 500):
            chunk = names[start:start + 500]
            lines = run(binary, flags, chunk)
            if len(lines) != len(chunk):
                lines = [(run(binary, flags, [name]) or ["(died)"])[0] for name in chunk]
            results += lines
        for source, name, got in zip(programs, names, results):
            want, code = expected(source, mode)
            if got != want:
                failures += 1
                report(repr(source[:300]), got, want)
            elif code is not None and len(source) < 10000:
                lines = {comparable(line) for line in run(binary, flags[1:] + ["-f"], [name])}
                wanted = {comparable(line) for line in facts(code)}
                if lines != wanted:
                    failures += 1
                    report(repr(source[:300]), sorted(lines - wanted)[:4], sorted(wanted - lines)[:4])
    print(f"{len(programs)} programs ({label}), {failures} differ")
    return failures


def main():
    binary = sys.argv[1]
    parts = {
        "own": lambda: compare_programs(binary, "own", own_programs()),
        "hostile": lambda: compare_programs(binary, "hostile", hostile_programs()),
        "snippets": lambda: compare_programs(binary, "tests of CPython", snippets()),
        "library": lambda: compare_library(binary),
    }
    chosen = sys.argv[3:] if len(sys.argv) > 3 and sys.argv[2] == "-k" else list(parts)
    failures = [parts[name]() for name in chosen]
    sys.exit(1 if any(failures) else 0)


if __name__ == "__main__":
    main()
