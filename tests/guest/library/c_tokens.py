# _tokenize: the tokens of the compiler.
import _tokenize

SOURCES = [
    "x = 1 # c\n\nif y:\n  f(\"a\"\"b\",\n  3)\n",
    "x",
    "",
    "\n",
    "é = \"ü\"\ny",
    "'''a\nb'''",
    "a\\\nb\n",
    "def f():\n\tpass",
    "(\n",
    "$",
    "async def f(): await x",
    "!= <> -> := ...",
    "x=\n  # comment\n",
    "  x\n y",
    "1_",
    "'open",
    "(]",
]
for source in SOURCES:
    print(repr(source))
    try:
        for token in _tokenize.TokenizerIter(source):
            print("  ", token)
    except SyntaxError as error:
        print("  ", error.msg, error.lineno, error.offset)
for bad in (b"x", "x\0"):
    try:
        _tokenize.TokenizerIter(bad)
    except (TypeError, ValueError) as error:
        print(error)
