a, b, c, d = "abc", "abcé", "abc中", "abc😀"
for s in (a, b, c, d):
    for t in (a, b, c, d):
        u = s + t
        print(ascii(u), len(u), u[3:4] == t[0] if len(s) == 3 else u[3] == s[3], u.find(t), u.count("a"), u[::-1].encode("utf-8")[:4])
print(("x" * 5 + d)[:5] == "xxxxx", hash(("é" + "a")[1:]) == hash("a"), d[:3] == a, d[:3] is a or d[:3] == a)
print("".join([a, d, c]).replace("😀", "e"), "😀".join("abc"), "a😀b😀".split("😀"), max(d), min(c), sorted(d + c))
