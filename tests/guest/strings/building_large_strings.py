parts = [str(i) for i in range(5000)]
a = ",".join(parts); b = ""
for p in parts: b += p + ","
c = "".join(p + "," for p in parts)
print(a == b[:-1] == c[:-1], len(a), hash(a) == hash(b[:-1]), a.count("9"), a.index("4999"), a.split(",") == parts, a.replace(",", "")[:20])
import io; f = io.StringIO(); [f.write(p) for p in parts]; print(len(f.getvalue()))
u = "é" * 1000 + "中" * 1000 + "😀" * 1000
print(len(u), len(u.encode()), u[999:1002], u[1999:2001], u.find("😀"), u.rfind("é"), u[::-1][0], u.count("中"), u.replace("中", "x")[998:1002], u.upper()[:2], len(u.split("中")), u.encode("utf-16-le")[:2], u.strip("é😀") == "中" * 1000)
t = u
for _ in range(3): t = t[1:-1] + "a"
print(len(t), t[-2:], t.translate({0xe9: "E", 0x4e2d: None})[:3], len(t.translate({0x4e2d: None})))
w = "word " * 3; print(repr(w), w.split(), (w * 2).rstrip().title(), "%s" * 3 % ("a", "b", "c"), ("{}" * 3).format(1, 2, 3), "-" * 5 + ">", "ab" * 3 < "ab" * 4)
import sys; print(sys.getsizeof("a" * 100) < sys.getsizeof("é" * 100 + "中") < sys.getsizeof("😀" * 101), "a" * 3 is not None)
