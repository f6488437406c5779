"""Writes method_vectors.inc: what CPython 3.11's str, bytes, bytearray and memoryview answer.

    /usr/bin/python3.11 generate_vectors.py > method_vectors.inc

A row is (shown, receiver, method, arguments, answer). Values are coded for the test's reader:
N T F, i<number>; s<hex of UTF-8>; b<hex>; a<hex>; (bytearray) m<hex>; (memoryview of bytes)
( ) [ ] { } for tuples, lists and dicts, E for the str type itself, and B, A for bytes, bytearray.
"""

import sys
import itertools

assert sys.version_info[:2] == (3, 11)


def code(value):
    if value is None:
        return "N"
    if value is str:
        return "E"
    if value is bytes:
        return "B"
    if value is bytearray:
        return "A"
    if value is True:
        return "T"
    if value is False:
        return "F"
    kind = type(value)
    if kind is int:
        return "i%d;" % value
    if kind is str:
        return "s%s;" % value.encode("utf-8", "surrogatepass").hex()
    if kind is bytes:
        return "b%s;" % value.hex()
    if kind is bytearray:
        return "a%s;" % value.hex()
    if kind is memoryview:
        return "m%s;" % value.tobytes().hex()
    if kind is slice:
        return "/" + code(value.start) + code(value.stop) + code(value.step)
    if kind is tuple:
        return "(" + "".join(map(code, value)) + ")"
    if kind is list:
        return "[" + "".join(map(code, value)) + "]"
    if kind is dict:
        return "{" + "".join(code(k) + code(v) for k, v in value.items()) + "}"
    raise TypeError(kind)


def literal(text):
    out = []
    for byte in text.encode("utf-8", "surrogatepass"):
        c = chr(byte)
        if c in '"\\':
            out.append("\\" + c)
        elif " " <= c < "\x7f" and c != "?":
            out.append(c)
        else:
            out.append("\\%03o" % byte)
    return '"' + "".join(out) + '"'


def row(receiver, method, *arguments):
    shown = "%r.%s%r" % (receiver, method, arguments)
    coded = code(receiver), "".join(map(code, arguments))
    try:
        result = getattr(receiver, method)(*arguments)
        answer = repr(result)
        if isinstance(result, memoryview):
            answer = "memory " + repr(result.tobytes())
    except Exception as error:
        answer = "%s: %s" % (type(error).__name__, error)
    if shown.startswith("<memory"):
        shown = "memoryview." + method + repr(arguments)
    print("{%s, %s, %s, %s,\n %s}," % (
        literal(shown.encode("ascii", "backslashreplace").decode()), literal(coded[0]),
        literal(method), literal(coded[1]), literal(answer)))


TEXTS = ["", "a", "Hello, World", "  spam  eggs\t\n", "aXbXXc", "\xe9t\xe9 \xdf\u0130",
         "\u0391\u03a3 \u03a3\u0391\u03a3.", "\U0001f600x\U0001f600", "\ud800a", "123", "\u0663\u00b2",
         "line\r\nnext\x0bthird\u2028end\n", "tab\tx\ty\n\tz", "-42", "\x00\x7f\x80\xad\u3000'\""]
NO_ARGUMENTS = """upper lower title capitalize swapcase casefold isalnum isalpha isascii isdecimal
isdigit isidentifier islower isnumeric isprintable isspace istitle isupper split rsplit splitlines
strip lstrip rstrip expandtabs __repr__ __len__ encode __getnewargs__""".split()
SUBS = ["", "a", "X", "XX", "l", "\xe9", "\u03a3", "\U0001f600", "World", "zz"]


def text_rows():
    for text in TEXTS:
        for method in NO_ARGUMENTS:
            row(text, method)
        row(text, "splitlines", True)
        for sub in SUBS:
            for method in "find rfind index count startswith endswith __contains__ removeprefix " \
                    "removesuffix partition rpartition split rsplit strip lstrip rstrip".split():
                row(text, method, sub)
            row(text, "replace", sub, "<\xe9>")
            row(text, "replace", sub, "\u20ac", 1)
            row(text, "replace", sub, "")
            row(text, "split", sub, 1)
            row(text, "rsplit", sub, 1)
            row(text, "join", [sub, "-", sub])
            row(text, "__add__", sub)
            row(text, "__lt__", sub)
            row(text, "__eq__", sub)
        row(text, "split", None, 1)
        row(text, "rsplit", None, 1)
        for width in 0, 5, 20:
            row(text, "center", width)
            row(text, "ljust", width, "\u20ac")
            row(text, "rjust", width, "*")
            row(text, "zfill", width)
        for start, stop, step in itertools.product((None, -2, 1), (None, -1, 4), (None, 2, -1)):
            row(text, "__getitem__", slice(start, stop, step))
        for index in 0, -1, 5, 100:
            row(text, "__getitem__", index)
        for count in -1, 0, 1, 3:
            row(text, "__mul__", count)
        for encoding in ("ascii", "latin-1", "UTF-8", "utf-16", "utf_16_be", "utf-32", "utf-7",
                         "unicode_escape", "raw-unicode-escape"):
            for errors in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace",
                           "namereplace", "surrogateescape", "surrogatepass"):
                row(text, "encode", encoding, errors)


def text_failures():
    row("a", "find", 1), row("a", "split", 1), row("a", "split", ""), row("a", "strip", 1)
    row("a", "center", 3, 1), row("a", "center", 3, "bb"), row("a", "__add__", 1)
    row("a", "__getitem__", "b"), row("a", "encode", 1), row("a", "expandtabs", "x")
    row("a", "replace", 1, "a"), row("a", "replace", "a", "b", "c"), row("a", "zfill", "b")
    row("a", "ljust", None), row("a", "startswith", 1), row("a", "startswith", (1,))
    row("a", "startswith", ("x", "a")), row("abc", "endswith", ("x", "c"), 1, 3)
    row("a", "join", 1), row("a", "join", [1]), row("a", "join", ["x", b"y"]), row("a", "join", "xyz")
    row("a", "translate", 1), row("abc", "translate", {97: "xy", 98: None, 99: 0x1f600})
    row("a", "translate", {97: b""}), row("a", "translate", {97: 0x110000})
    row("abc", "translate", "x" * 98 + "\u20ac")
    row(str, "maketrans", 1), row(str, "maketrans", "a", 1), row(str, "maketrans", 1, "a")
    row(str, "maketrans", {b"": 1}), row(str, "maketrans", {"ab": 1}), row(str, "maketrans", {"a": 1, 5: "x"})
    row(str, "maketrans", "ab", "xy", "z"), row(str, "maketrans", "ab", "x")
    row("a", "partition", ""), row("a", "partition", 1), row("a", "index", "b")
    row("a", "__contains__", 1), row("a", "count", 1), row("a", "removeprefix", 1)
    row("x", "__format__", 1), row("abcabc", "find", "c", 3), row("abcabc", "find", "c", -2, None)
    row("abcabc", "rfind", "a", 0, 3), row("aaaa", "count", "aa"), row("abc", "count", "", 1)
    row("abc", "find", "", 4), row("abc", "find", "", 3), row("abc", "rfind", "", 1, 2)
    row("a\ud800b", "__repr__"), row("\ud800", "encode"), row("\u1234", "encode", "latin-1")


def format_rows():
    for template, arguments in [
            ("%s %r %a", ("\xe9", "\xe9", "\xe9")), ("%d", 42), ("%5d|%-5d|%05d", (1, 2, 3)),
            ("%+d % d %x %X %#o", (1, 2, 255, 255, 8)), ("%c%c", (65, "\u20ac")), ("%.3s", "abcdef"),
            ("%*d", (5, 42)), ("%-*d|", (5, 42)), ("%.*s", (2, "abc")), ("%%", ()), ("%(a)s", {"a": 1}),
            ("%(a)s %(b)5s", {"a": 1, "b": "x"}), ("%s", (1, 2)), ("%s %s", (1,)), ("x", 1), ("x", {}),
            ("%z", 1), ("%", 1), ("%d", "x"), ("%x", "x"), ("%f", "x"), ("%c", "xx"), ("%c", -1),
            ("%(a)s", 1), ("%(a", {}), ("%*d", ("a", 1)), ("%s", {}), ("%s", []), ("%s", ((),)),
            ("%5s|%-5s|", ("\xe9", "\xe9")), ("%d", 10**30), ("%x", -10**30), ("%i", True),
            ("%.2f", 3), ("%e", 12345), ("%g", 10**10), ("\u20ac%s\U0001f600", "\xe9"),
            ("%s", b"x"), ("%r", b"x"), ("%5%", ()), ("%(a)%", {"a": 1}), ("%ld", 5)]:
        row(template, "__mod__", arguments)
    for template, arguments in [
            ("{} {}", (1, 2)), ("{1} {0}", (1, 2)), ("{0} {}", (1, 2)), ("{} {0}", (1, 2)), ("{{}}", ()),
            ("{", ()), ("}", ()), ("{!r:>5}", ("\xe9",)), ("{!s}", (b"x",)), ("{!a}", ("\xe9",)), ("{!x}", (1,)),
            ("{:>{}}", ("a", 5)), ("{:{}{}}", ("a", "^", 9)), ("{0[1]}", ([5, 6],)), ("{0[a]}", ({"a": 7},)),
            ("{0.real}", (5,)), ("{0.x}", (1,)), ("{}", ()), ("{a}", ()), ("{:d}", ("a",)), ("{:5}|{:<5}|{:^5}", ("a", "b", "c")),
            ("{:\u20ac>5}", ("\xe9",)), ("{:.2}", ("abc",)), ("{:05}", ("ab",)), ("{:=5}", ("ab",)), ("{:+}", ("ab",)),
            ("{:,}", ("ab",)), ("{:x}", (255,)), ("{:#x}", (255,)), ("{:,}", (1234567,)), ("{0[}", (1,)), ("{0[]}", (1,)),
            ("{0.}", (1,)), ("{!}", (1,)), ("{!rx}", (1,)), ("{:{:{}}}", (1, 2, 3)), ("{0[1]x}", ([1, 2],)), ("{a{b}}", ()),
            ("\u20ac{}\U0001f600", ("\xe9",)), ("{:s}", ("x",)), ("{:5s}", (1,)), ("{99999999999999999999}", ()),
            ("{:99999999999999999999}", ("a",)), ("{: }", ("a",)), ("{:z}", ("a",)), ("{:#}", ("a",)), ("{:yy}", ("a",))]:
        row(template, "format", *arguments)
    row("{a} {b!r}", "format_map", {"a": 1, "b": "x"})
    row("{}", "format_map", {}), row("{a}", "format_map", {})


BYTES = [b"", b"a", b"Hello, World", b"  spam  eggs\t\n", b"aXbXXc", b"\x00\x80\xff'\"\\\n", b"123",
         b"line\r\nnext\x0bthird\n", b"tab\tx\ty\n\tz", b"-42"]
BYTE_SUBS = [b"", b"a", b"X", b"XX", b"l", b"zz", bytearray(b"X")]
BYTE_NO_ARGUMENTS = """upper lower title capitalize swapcase isalnum isalpha isascii isdigit islower
isspace istitle isupper split rsplit splitlines strip lstrip rstrip expandtabs __repr__ __len__
hex decode""".split()


def byte_rows():
    for contents, make in itertools.product(BYTES, (bytes, bytearray)):
        text = make(contents)
        for method in BYTE_NO_ARGUMENTS:
            row(text, method)
        for sub in BYTE_SUBS:
            for method in "find rfind index count startswith endswith __contains__ removeprefix " \
                    "removesuffix partition rpartition split rsplit strip __add__ __eq__ __lt__".split():
                row(text, method, sub)
            row(text, "replace", sub, b"<>")
            row(text, "replace", sub, b"", 1)
            row(text, "split", sub, 1)
            row(text, "rsplit", sub, 1)
            row(text, "join", [sub, b"-", sub])
        row(text, "find", 88), row(text, "count", 108), row(text, "__contains__", 88)
        row(text, "split", None, 1), row(text, "rsplit", None, 1), row(text, "splitlines", True)
        for width in 0, 5, 20:
            row(text, "center", width), row(text, "ljust", width, b"*"), row(text, "zfill", width)
        for start, stop, step in itertools.product((None, -2), (None, 4), (None, 2, -1)):
            row(text, "__getitem__", slice(start, stop, step))
        for index in 0, -1, 100:
            row(text, "__getitem__", index)
        row(text, "__mul__", 3), row(text, "hex", ":"), row(text, "hex", "-", 2), row(text, "hex", "-", -2)
        row(text, "translate", None, b"aX"), row(text, "translate", bytes(range(255, -1, -1)))
        for encoding in "ascii", "latin-1", "utf-8", "utf-16", "utf-32-le", "utf-7", "unicode_escape":
            for errors in "strict", "ignore", "replace", "backslashreplace", "surrogateescape":
                row(text, "decode", encoding, errors)
        x = text
        for bad in 1, "a", None:
            for method in "join find startswith translate center split strip partition removeprefix " \
                    "decode __contains__".split():
                row(x, method, *((5, bad) if method == "center" else (bad,)))
        row(x, "find", 300), row(x, "index", b"zzz"), row(x, "translate", b"x"), row(x, "split", b"")
        row(x, "hex", "ab"), row(x, "hex", "\xe9"), row(x, "startswith", (b"a", b"H")), row(x, "__mod__", 1)
    for make in bytes, bytearray:
        row(make, "fromhex", "a"), row(make, "fromhex", "aXbb"), row(make, "fromhex", "00 ff\n aB"), row(make, "fromhex", 1)
        row(make, "maketrans", b"a", b""), row(make, "__call__", "a"), row(make, "__call__", -1), row(make, "__call__", 3)
        row(make, "__call__", [256]), row(make, "__call__", ["a"]), row(make, "__call__", 1, "u"), row(make, "__call__", [1, 2, 255])
        row(make, "__call__", "\xe9", "utf-8"), row(make, "__call__", (1, 2)), row(make, "__call__", None), row(make, "__call__", b"", 1)
        for template, arguments in [
                (b"%d %s", (1, b"x")), (b"%b", b"x"), (b"%a", "\xe9"), (b"%s", "x"), (b"%c", 256), (b"%c", b"a"), (b"%c", "a"),
                (b"%5d|%-5d|%05x", (1, 2, 3)), (b"%f", "x"), (b"%.2f", 2), (b"%(a)s", {b"a": b"1"}), (b"%z", 1), (b"%s %s", (b"",)),
                (b"%-5s|%5s|%.1s", (b"ab", b"ab", b"ab")), (b"%r", b"x"), (b"%s", 1)]:
            row(make(template), "__mod__", arguments)


def mutation_rows():
    for method, *arguments in [
            ("append", 1), ("append", 300), ("append", "a"), ("pop",), ("pop", 0), ("pop", 9), ("remove", 97), ("remove", 9),
            ("insert", 0, 1), ("insert", 0, 300), ("extend", b"xyz"), ("extend", [1, 2]), ("extend", 1), ("extend", "a"),
            ("extend", [300]), ("reverse",), ("clear",), ("copy",), ("__setitem__", 0, 300), ("__setitem__", 9, 1),
            ("__setitem__", "a", 1), ("__setitem__", slice(0, 1), "a"), ("__setitem__", slice(0, 1), 5),
            ("__setitem__", slice(0, 3, 2), b"a"), ("__setitem__", slice(0, 3, 2), b"xy"), ("__delitem__", 9), ("__iadd__", 1),
            ("__iadd__", b"xyz"), ("__imul__", 3), ("__imul__", 0), ("__reduce__",), ("__reduce_ex__", 4), ("__setitem__", slice(1, 2), b"12345"),
            ("__delitem__", slice(0, 2)), ("__delitem__", slice(None, None, 2)), ("__hash__",), ("__lt__", 1)]:
        if method == "__hash__":
            continue
        row(bytearray(b"abc"), method, *arguments)


def view_rows():
    view = memoryview(b"abcdefgh")
    for method, *arguments in [
            ("__getitem__", 0), ("__getitem__", 9), ("__getitem__", "x"), ("__getitem__", slice(1, 5, 2)), ("__getitem__", slice(None, None, -1)),
            ("tolist",), ("tobytes",), ("tobytes", "F"), ("tobytes", "x"), ("hex",), ("hex", ":"), ("__len__",), ("cast", "H"), ("cast", "I", [2]),
            ("cast", "B", [2, 4]), ("cast", "B", [3]), ("cast", "zz"), ("cast", 1), ("cast", "B", [0]), ("cast", "B", 5), ("__eq__", b"abcdefgh"),
            ("__eq__", b"x"), ("__eq__", 1), ("__setitem__", 0, 1), ("__delitem__", 0), ("toreadonly",), ("cast", "d"), ("cast", "B", ["x"]),
            ("__lt__", b""), ("__getitem__", (0, 1)), ("__getitem__", (0,)), ("__exit__",)]:
        row(view, method, *arguments)
        view = memoryview(b"abcdefgh")


text_rows()
text_failures()
format_rows()
byte_rows()
mutation_rows()
view_rows()
