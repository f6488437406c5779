#!/usr/bin/python3.11
"""Compares parse_main with CPython: compare_with_cpython.py PARSE_MAIN [ROUNDS [SEED]]

Trees of all files of the library must be the same byte for byte, and refusals the same message at
the same place. Then ROUNDS pieces of library files, with tokens dropped, doubled, swapped or
replaced, must be taken or refused alike.
"""
import ast
import os
import random
import re
import subprocess
import sys
import tempfile
import warnings

LIBRARY = "/usr/lib/python3.11"
FRAGMENTS = (
    "( ) [ ] { } , : ; = == := * ** . ... -> @ + - not in is if else for while def class lambda "
    "yield await async import from as with try: except finally return raise del global pass match "
    "case _ print x 1 \"s\" f'{x}' None True 1.5 $ ? ! <> \\ \n \n\x20\x20 \" ' \"\"\" # 0777 1_ "
    "\u00e9 \u20ac u\"x\" b\"y\" \t += | ~ / exec").split(" ")


def describe(error):
    def number(value):
        return 0 if value is None else value
    if not isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error}"
    text = (f"{type(error).__name__}: {error.msg} (line {number(error.lineno)}, "
            f"offset {number(error.offset)}, end {number(error.end_lineno)}:"
            f"{number(error.end_offset)})")
    return text if error.text is None else text + " " + ascii(error.text)


def expected(source, mode):
    try:
        tree = compile(source, "<string>", mode, ast.PyCF_ONLY_AST)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        out = describe(error)
    else:
        out = ast.dump(tree, include_attributes=True)
    return out.encode("ascii", "backslashreplace").decode()


def run(binary, flags, names):
    out = subprocess.run([binary, *flags, *names], stdout=subprocess.PIPE, check=True).stdout
    lines = out.decode().split("\n")[:-1]
    assert len(lines) == len(names), (len(lines), len(names))
    return [line.encode("ascii", "backslashreplace").decode().removesuffix(" incomplete")
            for line in lines]


def report(what, got, want):
    start = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), 0)
    start = max(0, start - 60)
    print(f"{what}\n  got  ...{got[start:start + 200]}\n  want ...{want[start:start + 200]}")


def library_files():
    for folder, _, names in os.walk(LIBRARY):
        yield from (os.path.join(folder, name) for name in names if name.endswith(".py"))


def compare_library(binary):
    files = sorted(library_files())
    failures = 0
    for start in range(0, len(files), 100):
        chunk = files[start:start + 100]
        for name, got in zip(chunk, run(binary, [], chunk)):
            with open(name, "rb") as file:
                want = expected(file.read(), "exec")
            if got != want:
                failures += 1
                report(name, got, want)
    print(f"{len(files)} files, {failures} differ")
    return failures


def mutate(source):
    tokens = re.findall(r"\w+|\s+|[^\w\s]", source)
    for _ in range(random.choice([0, 1, 1, 1, 2, 2, 3])):
        if not tokens:
            break
        i, j = random.randrange(len(tokens)), random.randrange(len(tokens))
        action = random.randrange(4)
        if action == 0:
            del tokens[i]
        elif action == 1:
            tokens.insert(i, random.choice(FRAGMENTS) + random.choice(["", " "]))
        elif action == 2:
            tokens[i] = random.choice(FRAGMENTS)
        else:
            tokens[i], tokens[j] = tokens[j], tokens[i]
    return "".join(tokens)


def make_programs(count):
    texts = []
    for name in sorted(library_files()):
        if "lib2to3" in name:
            continue
        try:
            with open(name, encoding="utf-8") as file:
                texts.append(file.read().split("\n"))
        except UnicodeDecodeError:
            pass
    for _ in range(count):
        lines = random.choice(texts)
        start = random.randrange(len(lines))
        piece = lines[start:start + random.randrange(1, 14)]
        indent = min((len(line) - len(line.lstrip()) for line in piece if line.strip()), default=0)
        source = mutate("\n".join(line[indent:] for line in piece) + "\n").replace("\0", "")
        if random.random() < 0.3:
            source = source.rstrip("\n")
        yield source, random.choice(["exec"] * 6 + ["single", "eval"]), random.random() < 0.9


def compare_mutations(binary, count):
    failures = 0
    groups = {}
    for source, mode, is_unicode in make_programs(count):
        groups.setdefault((mode, is_unicode), []).append(source)
    with tempfile.TemporaryDirectory() as folder:
        for (mode, is_unicode), sources in groups.items():
            names = [os.path.join(folder, str(i)) for i in range(len(sources))]
            for name, source in zip(names, sources):
                with open(name, "wb") as file:
                    file.write(source.encode("utf-8", "surrogatepass"))
            flags = [f"--mode={mode}"] + (["--unicode"] if is_unicode else [])
            for source, got in zip(sources, run(binary, flags, names)):
                want = expected(source if is_unicode else source.encode(), mode)
                if got != want:
                    failures += 1
                    report(f"{mode} {source!r}", got, want)
    print(f"{count} programs, {failures} differ")
    return failures


def main():
    warnings.simplefilter("ignore")
    binary = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    failures = compare_library(binary) + compare_mutations(binary, rounds)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
