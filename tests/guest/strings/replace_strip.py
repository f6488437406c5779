s = "  xxhixx  "
print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), s.strip(" x"), "abcba".strip("ab"), "".strip(), repr("\t\u2003 a\n".strip()), "aaa".strip("a") == "")
print("aaa".replace("a", "b", 2), "aaa".replace("", "-"), "abc".replace("", "-", 2), "aaa".replace("aa", "b"), "abc".replace("z", "y"), "".replace("", "x"), "abc".replace("b", ""), "aXbX".replace("X", "YY"), "a".replace("a", "é中"))
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "abc".removeprefix("z"), "a".removesuffix(""))
for f in (lambda: "a".strip(5), lambda: "a".replace("a"), lambda: "a".replace(1, "b"), lambda: "a".removeprefix(("a",)), lambda: "a".replace("a", "b", "c")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
