import re
p = re.compile(r"(?P<a>x)(y)", re.I | re.M)
print(p, p.flags, p.groups, p.groupindex, p.pattern, p == re.compile(r"(?P<a>x)(y)", re.I | re.M), p.match("XY"), p.search("..xy", 1, 3), p.match("aXY", 1).span(), p.fullmatch("xy"), p.scanner("xyxy").search().span())
print(re.I, repr(re.I | re.S), re.compile(b"a").flags, re.compile("a", re.A).flags, re.RegexFlag(0), re.compile("a") is re.compile("a"))
print(re.findall(b"\\w", b"a\xe9"), re.findall("\\w", "aé"), re.findall("(?i)k", "K\u212a"), re.sub(b"a", b"b", bytearray(b"aa")), re.findall("^", "a\nb", re.M), p.sub("-", "xyXY"))
import copy, pickle
print(copy.copy(p) is p, pickle.loads(pickle.dumps(p)) == p, re.Pattern.__name__, re.purge())
s = "foo=1, bar=22"
print({m["k"]: int(m["v"]) for m in re.finditer(r"(?P<k>\w+)=(?P<v>\d+)", s)}, re.compile(",").split(s), [t for t in re.Scanner([(r"\d+", lambda sc, t: int(t)), (r"\w+", lambda sc, t: t), (r"\W+", None)]).scan(s)[0]])
print(re.match(r"(\d+)?(a)?", "a").groups(), re.match(r"(\d+)?(a)?", "a").lastindex, re.template if hasattr(re, "nope") else "-")
for f in (lambda: p.search("a", "b"), lambda: p.sub(5, "xy"), lambda: re.compile("a", "b"), lambda: re.compile(p, re.I), lambda: re.compile(b"a", re.U), lambda: re.compile("a", re.A | re.U)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
