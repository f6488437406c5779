#!/usr/bin/python3.11
"""Writes parser_vectors.inc: what CPython makes of small programs.

Rows are {mode, is_unicode, with_attributes, source, expected}: the tree as ast.dump prints it,
with everything above U+007F escaped, or the exception with its place and text.
    generate_vectors.py > parser_vectors.inc
"""
import ast
import sys
import warnings

TREES = [
    # Literals.
    "1; 1_000; 0x_ff; 0o17; 0b1010; 00; 9223372036854775807; 9223372036854775808",
    "0xFFFFFFFFFFFFFFFFFFFFFFFF; 123456789012345678901234567890",
    "1.5; 1e3; .5; 1.; 1e400; 1e-400; 0.1; 1e16; 1.5e-7; 1j; 2.5j; 1e20j; 0777.5; 00e1",
    "'a' \"b\" '''c'''; r'\\n'; b'\\x41\\101\\n'; u'x'; '\\x41\\u00e9\\U0001F600\\N{EM DASH}'",
    "'a\\\nb'; 'it\\'s'; '\\q'; '\\777'; '\\ud800'; \"'\"; '\"'; '\\''; '\\'\"'; b'\\''",
    "None; True; False; ...",
    "f''; f'a'; f'{x}'; f'{x!r:>{w}}'; f'{x=}'; f'{x = !s}'; f'{x=:3}'; f'{{}}'; 'a' f'{b}' 'c'",
    "f'{a[\"b\"]}'; f'{x:%Y-%m}'; rf'\\d{x}'; f'{x!a}'; f'{(lambda: 1)}'; f'{ {1: 2} }'",
    "f'{a != b}'; f'{a == b}'; f'{a <= b}'; f'{yield_}'; f'{x, y}'; f'{*a, 1}'; f'{a:{b}{c}}'",
    "u'a' f'{b}c'",
    "('a' f'{x:b{y!r:3}c}' 'z')",
    # Operators.
    "a or b or c and d and not e",
    "a < b <= c != d == e >= f > g is h is not i in j not in k",
    "a | b ^ c & d << e >> f + g - h * i / j // k % l @ m",
    "-a ** -b ** +c; ~-+a; (a + b) * c; a - b - c; await_ ** 2",
    "a if b else c if d else e; lambda: 0; lambda a, /, b=1, *c, d, e=2, **f: a; lambda *, a: a",
    "lambda x: lambda y: x; lambda a, b: (yield)",
    "(a := 1); [b := 2, c]; f(d := 3); {e := 4}; x[f := 5]",
    # Displays, calls, subscripts.
    "(); (a,); (a, b); (a); [a, *b]; {a, *b}; {}; {a: b, **c}; *a, b",
    "[a for b in c if d if e for f in g]; {a for b in c}; {a: b for c, d in e}; (a async_ for_in)"
    .replace(" async_ for_in", " for b in c"),
    "[a async for b in c]; (x for x, in y); [x for x.y in z]; [x for *x, y in z]",
    "f(); f(a); f(a, *b, c=1, *d, **e, f=2); f(x for x in y); f(a)(b).c[d]; f(a,); f(**a, b=1)",
    "a[1]; a[1:2]; a[:]; a[::]; a[1:2:3, ...]; a[*b]; a[*b, c]; a[b,]; a[:, 1]",
    "yield_; (yield); (yield a); (yield a, b); (yield from a)",
    # Simple statements.
    "a = b = c; a, b = c; (a, b) = [c, d] = e; *a, b = c; a.b = c[d] = e; a = yield b; a, = b",
    "a: int; a: int = 1; (a): int; a.b: int; a[b]: int = yield; a: x = *b, c",
    "a += 1; a -= 1; a *= 1; a @= 1; a /= 1; a %= 1; a &= 1; a |= 1; a ^= 1; a <<= 1; a >>= 1",
    "a **= 1; a //= 1; a.b += yield; (a) += 1, 2",
    "del a, b.c, d[e]; del (a, b), [c]; del (a); del ()",
    "pass; break; continue; return; return a; return a, *b; raise; raise a; raise a from b",
    "assert a; assert a, b; global a, b; nonlocal c",
    "import a, b.c as d; from . import a; from .. import b as c; from ...a.b import (c, d as e,)",
    "from a import *; from .... import a; from ... a import b",
    # Compound statements.
    "if a: b\nelif c:\n  d\nelif e: f\nelse: g",
    "if a:\n  pass\n# comment\n  pass\n\n",
    "while a: b\nelse: c\nfor a, b in c, d: e\nelse: f\nfor *a, b.c in d: pass",
    "try: a\nexcept: b",
    "try: a\nexcept b: c\nexcept (d, e) as f: g\nelse: h\nfinally: i",
    "try: a\nfinally: b\ntry: a\nexcept* b: c\nexcept* d as e: f",
    "with a: b\nwith a as b, c as (d, e): f\nwith (a as b, c): d\nwith (a, b): c\nwith (a): b",
    "with (a) as b: c\nwith (a, b) as c: d\nwith (yield): pass\nwith (a, b).c: pass\nwith a() as b.c, d as e[0]: pass",
    "def f(): pass\ndef f(a, b: int = 1, /, c=2, *d: e, f, g: h = 3, **i: j) -> k: return a",
    "def f(*, a): pass\ndef f(a, /): pass\ndef f(*args: *Ts): pass\ndef f(a=1, *, b): pass",
    "async def f():\n  await a\n  async for b in c: d\n  async with e as f: g\n  return [h async for h in i]",
    "@a\n@b.c(d)\n@(e := f)\ndef g(): pass\n@a\nclass B: pass\n@a\nasync def f(): pass",
    "class A: pass\nclass B(): pass\nclass C(D, *E, metaclass=F, **G):\n  x = 1\n",
    # match.
    "match a:\n  case 1 | -2 | 3 + 4j | -1.5 - 2j: pass\n  case 'a' 'b' | b'c': pass",
    "match a:\n  case None | True | False: pass\n  case x: pass",
    "match a, b:\n  case _: pass\n",
    "match a:\n  case [x, *y, _]: pass\n  case (x, *_): pass\n  case x, *y: pass\n  case []: pass\n  case (): pass\n  case (x): pass\n  case (x,): pass",
    "match a:\n  case {}: pass\n  case {'a': 1, b.c: d, None: e, **rest}: pass\n  case {-1: x}: pass",
    "match a:\n  case A(): pass\n  case a.B(x, y=z, ): pass\n  case A(x=1): pass",
    "match a:\n  case (x | y) as z if z > 1: pass\n  case a.b.c: pass",
    "match *a, b:\n  case *c,: pass",
    "match = case = _ = 1; match(a); match[a]; match.a; match * a; print(match, case)",
    "match (a):\n  case case: match",
    # Lines.
    "a;b;\nc", "if a: b; c;\n", "a = (\n  b,\n  # c\n  d)\n", "a \\\n + b\n", "\fa\n", "# only a comment",
    "", "\n\n", "a\r\nb\rc", "if a:\n\tb\n", "\\\na", "'''a\nb''' + c\n",
    ("a, b", "eval"), ("a\n\n", "eval"), ("(a)", "eval"),
    ("a", "single"), ("a; b\n", "single"), ("if a:\n  b", "single"), ("\n", "single"),
    ("x = 1 # c\n", "single"),
    # Encodings and identifiers.
    "é = ñ; ｘ = 1; ﬁ = 2; ª = 3", "'é€😀'; 'é' 'b'; f'é{é}€'",
    b"\xef\xbb\xbfa = 1", b"# coding: latin-1\n'\xe9'", b"#!/x\n# vim: set fileencoding=iso-8859-15 :\n'\xa4'",
    b"a\n# coding: latin-1\n'b'", b"# -*- coding: utf-8 -*-\n'\xc3\xa9'",
]

MISTAKES = [
    ("(a b\n1", "single"), b"= \xff", "'\\N{\\\u20ac'",
    'class C x: pass',
    'class C(a b): pass',
    'lambda x 1',
    'for x in y z: pass',
    'try x: pass',
    'def f x: pass',
    'def f(x) y: pass',
    'while x y: pass',
    'if x y: pass',
    'f\'{f"{}"}\'',
    "f'\\N{foo}'",
    'f\'{b"é"}\'',
    'f\'é{b""!x}\'',
    "x = f'{a $ b}'",
    "x = f'{a +}'",
    '(a, b = 1)',
    'f(a, b for b in c, d)',
    'f(**a, *b)',
    'f(**a, b)',
    'f(a=1, b)',
    'try:\n  pass\nexcept:\nx',
    'try:\n  pass\nexcept A:\nx',
    'class A\n  pass',
    'with a as b\n pass',
    'x = 1 2 3',
    'for 1 in x: pass',
    'for (x, 1) in y: pass',
    'def f():\n\nx',
    'x = {1:2, 3}',
    '{1:}',
    '{1:*a}',
    'import a,',
    'from a import b,',
    'from a import (b,,)',
    '[x for x in 1, 2]',
    '[a, b for a in c]',
    '{**a for a in b}',
    '[*a for a in b]',
    'f(a.b=1)',
    'f(True=1)',
    'f(a = b for b in c)',
    'print 1',
    "exec 'a'",
    'a = print 1',
    '(print 1)',
    'if x = 1: pass',
    'if x.y = 1: pass',
    'x + 1 = 2',
    'f() = 1',
    'f() += 1',
    '(a, b): int',
    'a, b: int',
    'f(): int',
    'del f()',
    'del *a',
    'del (a, b+1)',
    'with a as f(): pass',
    '(*a)',
    '(**a)',
    'a if b',
    '(a if b)',
    'x = (a b)',
    'x = yield = 1',
    'None = 1',
    'x = True = 2',
    'lambda *: 1',
    'def f(*): pass',
    'def f(a=1, b): pass',
    'def f((a, b)): pass',
    'def f(a, /, b, /): pass',
    'def f(*a, *b): pass',
    'def f(**a, b): pass',
    'def f(a=): pass',
    'def f(*a=1): pass',
    'match x:\n case a as _: pass',
    'match x:\n case 1+1: pass',
    'match x:\n case 1j+1j: pass',
    'match x\n case 1: pass',
    'match x:\ncase 1: pass',
    'match x:\n case A(b=1, c): pass',
    'a <> b',
    '!x',
    'a ! b',
    'a ? b',
    'async x',
    'else: pass',
    'x = [1, 2\ny = 3',
    'x = (1,\n y = 2\nz',
    'a\n  b',
    '0x_',
    "'a' 'b",
    "x = '''a\nb",
    'if x:\n  y\n z',
    'try:\n a\nexcept A, B:\n b',
    'try:\n a\nexcept *A:\n b\nexcept C:\n d',
    'try:\n a\nx',
    'a := 1',
    '(a.b := 1)',
    'f(a.b := 1)',
    'x = a := 1',
    '{a b}',
    'foo(a b)',
    'foo(a, b c)',
    '[a b]',
    'a b',
    'a.b c',
    '(a, b c)',
    'f(x for x in y, 1)',
    'f(1, x for x in y)',
    'class C(x for x in y): pass',
    'import a.b as c.d',
    'import a as b.c',
    'global x.y',
    'x = 5 if y else',
    'return\n yield',
    '@a\nb',
    'f(a,,b)',
    'f(,)',
    'def f(,): pass',
    'a[1 2]',
    'a[b=1]',
    'x: int: str',
    '*a',
    '* = 1',
    'a = *',
    '**a',
    'a = b = c +',
    'with (a as b, c as d) as e: pass',
    'print(a b)',
    'a; ; b',
    'pass x',
    'raise a b',
    'assert a b',
    'break 1',
    'x = not',
    'x = a.1',
    'x = a..b',
    '"a" b',
    "u8'a'",
    "kf'a'",
    "(kf'a')",
    '1_',
    'a\n1_ b',
    'é = 1_',
    'é = $',
    b'\xc3\xa9 = $',
    b'\xc3\xa9 = (1 2',
    'é = (1 2)',
    b'\xc3\xa9 = (1 2)',
    'x\x00y',
    b'x\x00y',
    b"x = '\xff'",
    b'\xff',
    b'x = \xff',
    b'# \xff\n',
    b'# \xff\n 1_',
    b'"""\n\xff"""',
    b'# -*- coding: foo -*-\nx',
    b"# -*- coding: latin-1 -*-\n\xe9='\xff'",
    b"# coding: ascii\n'\xff'",
    b"# coding: utf-8\n'\xff'",
    b"\xef\xbb\xbf# coding: latin-1\n'a'",
    b"\xef\xbb\xbf'\xff'",
    b"\xef\xbb\xbf# coding: utf-8\n'\xff'",
    b'# coding: iso-8859-15\nx=1_',
    "'abc",
    "a\n'''abc\nd",
    '(',
    'x = (\n1',
    'x = a b\n',
    'if x:\npass',
    '  x',
    'if x:\n    a\n  b',
    'if x:\n\ta\n        b',
    'x\\ y',
    'x\\',
    'x = \\\n',
    'a = 1 +\n',
    "f'{a b}'",
    "f'{'",
    "f'}'",
    "x = 1\nf'''\n{a b}'''",
    "f'{}'",
    "f'{!r}'",
    "f'{a!x}'",
    "'\\N{foo}'",
    "'\\x1'",
    "'\\u12'",
    "b'\\x1'",
    "b'é'",
    "'\\U00110000'",
    'a\xa0b',
    'a€b',
    'é€',
    '0777',
    '0_7',
    '1__0',
    '0x',
    '0b12',
    '0o8',
    '1e',
    '1.5abc',
    '1if 1else 2',
    '0xfor x in y',
    '1_000_',
    '1.e_',
    '1ee',
    '0b',
    '0b1_',
    '0o17a',
    ('a', 'single'),
    ('a;b\n', 'single'),
    ('a\nb', 'single'),
    ('if 1: pass', 'single'),
    ('if 1:\n  pass', 'single'),
    ('', 'single'),
    ('', 'eval'),
    ('a b', 'eval'),
    (' a', 'eval'),
    ('a\n\n#x', 'eval'),
    ('#x', 'single'),
    ('if 1:\n  pass\nx', 'single'),
    'try:\n a\nexcept A:\n b\nexcept *C:\n d',
    'try:\n a\nexcept A:\n b\nexcept *C as x:\n d',
    'try:\n a\nexcept *A:\n b\nexcept:\n d',
    '{1: 2, a b: c}',
    '{1: 2, f(a b): 3}',
    '(c x)',
    '[m x]',
    '[n x]',
    'print -1\n$',
    'def f(a, *, b, /): pass',
    'def f(*, a, /): pass',
    'def f(*a, b, /): pass',
    'def f(a / *b): pass',
    'lambda (a): 1',
    'lambda a=1, b: 1',
    'lambda *a, *b: 1',
    'lambda **a, b: 1',
    'lambda **a=1: 1',
    'lambda /, a: 1',
    'for x in y\n z',
    'while x\n y',
    'if x\n y',
    'if x:\n y\nelif z\n w',
    'with a\n b',
    'with (a, b)\n c',
    'try\n x',
    'def f()\n x',
    'class A:\nx',
    'class A\n x',
    'match x:\n case 1\n  x',
    'match x:\n case 1:\n x',
    'match x:\n case A(): \n x',
    'else:\n x',
    'try:\n a\nfinally:\nx',
    'try:\n a\nexcept*:\n b',
    'try:\n a\nexcept *A:\nb',
    'async def f():\nx',
    'async for x in y:\nz',
    'async with x:\ny',
    'while x:\ny',
    'for x in y:\nz',
    'if x:\n y\nelse:\nz',
    'if x:\n y\nelif w:\nz',
    'match x:\ny',
    'with a as b:\nc',
    'with (a as b):\nc',
]


def text_of(error):
    def number(value):
        return 0 if value is None else value
    if not isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error}"
    text = (f"{type(error).__name__}: {error.msg} (line {number(error.lineno)}, "
            f"offset {number(error.offset)}, end {number(error.end_lineno)}:"
            f"{number(error.end_offset)})")
    if error.text is not None:
        text += " " + ascii(error.text)
    return text


def expect(source, mode, attributes):
    try:
        tree = compile(source, "<string>", mode, ast.PyCF_ONLY_AST)
    except (SyntaxError, ValueError, MemoryError) as error:
        return text_of(error)
    return ast.dump(tree, include_attributes=attributes)


def literal(text):
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    out = ""
    for byte in data:
        character = chr(byte)
        if character in '"\\':
            out += "\\" + character
        elif character == "\n":
            out += "\\n"
        elif " " <= character <= "~" and character != "?":
            out += character
        else:
            out += f"\\{byte:03o}"
    # Long strings are cut where a line of the file would get too long.
    pieces, limit = [], 88
    while len(out) > limit:
        cut = limit
        while "\\" in out[cut - 4:cut]:
            cut -= 1
        pieces.append(out[:cut])
        out = out[cut:]
    return "\n     ".join(f'"{piece}"' for piece in pieces + [out]) + "sv"


def main():
    warnings.simplefilter("ignore")
    print("// Made by generate_vectors.py from CPython; do not edit.")
    for rows, attributes in ((TREES, False), (TREES[10:60:5], True), (MISTAKES, True)):
        for row in rows:
            source, mode = row if isinstance(row, tuple) else (row, "exec")
            expected = expect(source, mode, attributes)
            expected = expected.encode("ascii", "backslashreplace").decode()
            is_unicode = "true" if isinstance(source, str) else "false"
            print(f'    {{"{mode}", {is_unicode}, {str(attributes).lower()},')
            print(f"     {literal(source)},\n     {literal(expected)}}},")


if __name__ == "__main__":
    main()
