s = "abracadabra"
print(s.find("abra"), s.find("abra", 1), s.rfind("abra"), s.find("z"), s.find(""), s.find("", 20), s.rfind(""), s.find("a", -3), s.find("a", 1, 3), s.index("c"), s.rindex("a"))
print(s.count("a"), s.count("abra"), s.count(""), s.count("a", 2), "aaaa".count("aa"), "".count(""), s.count("", 11), s.count("", 12))
print("abc" in s, "bra" in s, "" in s, s.startswith("abr"), s.startswith(("x", "ab")), s.startswith("b", 1), s.endswith("ra"), s.endswith(("x",)), s.endswith("ra", 0, 4), s.startswith(""), s.startswith("", 20), "a".endswith(()))
for f in (lambda: s.index("z"), lambda: s.rindex("z"), lambda: 5 in s, lambda: s.startswith(5), lambda: s.startswith(["a"]), lambda: s.find(5), lambda: s.startswith((5,)), lambda: s.count()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
long = "x" * 1000 + "needle" + "y" * 1000
print(long.find("needle"), long.rfind("needle"), ("ab" * 500 + "c").find("abc"), ("a" * 2000 + "b").find("a" * 50 + "b"))
