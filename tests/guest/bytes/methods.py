b = b"Hello, World"
print(b.upper(), b.lower(), b.title(), b.swapcase(), b.find(b"o"), b.find(111), b.rfind(b"o"), b.count(b"l"), b.index(87), b.replace(b"l", b"L"), b.split(b", "), b.partition(b","), b.startswith((b"x", b"He")), b.endswith(b"ld"))
print(b.hex(), b.hex(":"), b.hex("-", 2), b.hex("_", -4), bytes.fromhex("48 65 6c"), b.center(16, b"*"), b.zfill(14), b"  a ".strip(), b"a\nb".splitlines(), b"a\tb".expandtabs(2), b" ".join([b"a", bytearray(b"b")]), b.translate(None, b"lo"), b"abc".translate(bytes.maketrans(b"a", b"z")))
print(b.isalpha(), b"abc".isalpha(), b"12".isdigit(), b.istitle(), b"".isascii(), b"abc".removeprefix(b"a"), 72 in b, b"lo" in b, b.decode(), b[0], b[1:3], b[::-1], list(b[:3]))
for f in (lambda: b + "a", lambda: "a" in b, lambda: b.find("a"), lambda: b.index(b"zz"), lambda: b[50], lambda: b.split(""), lambda: b"".join(["a"]), lambda: bytes.fromhex("4"), lambda: bytes.fromhex("zz"), lambda: 256 in b, lambda: b.replace("a", "b"), lambda: b.count(300), lambda: b["a"], lambda: b.hex("::")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
