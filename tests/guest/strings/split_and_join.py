print("a b  c ".split(), "a b  c ".split(" "), " a ".split(None), "".split(), "".split(","), "a,b,,c".split(",", 1), "a b c".split(None, 1), "a b c".split(maxsplit=1))
print("a,b,c".rsplit(",", 1), " a b ".rsplit(None, 1), "aXXbXX".split("XX"), "a\x1cb\u2003c".split())
print("a\nb\r\nc\x0bd\u2028e".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines())
print("a-b-c".partition("-"), "abc".partition("-"), "a-b-c".rpartition("-"), "abc".rpartition("-"))
print(",".join("abc"), "".join([]), "-".join({"k": 1}), ", ".join(str(i) for i in range(3)))
for f in (lambda: "a".split(""), lambda: ",".join([1]), lambda: ",".join(["a", b"b"]), lambda: ",".join(5), lambda: "a".split(1), lambda: "a".partition("")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
