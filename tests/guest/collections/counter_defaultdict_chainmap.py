from collections import Counter, defaultdict, ChainMap, OrderedDict, UserDict, UserList
c = Counter("mississippi")
print(c, c.most_common(2), c["zz"], sorted(c.elements()), c + Counter("ms"), c - Counter("iiii"), c & Counter("iisx"), c | Counter("zz"), +Counter(a=1, b=-1), -Counter(a=1, b=-1), c.total(), Counter(a=2) <= Counter(a=3))
c.update("xx"); c.subtract(i=10); print(c, c == Counter(c), dict(c)["i"], Counter({"a": 1}, b=2) if False else Counter(b=2))
d = defaultdict(lambda: len(d)); [d[x] for x in "abac"]; print(dict(d), d.pop("a"), d.__missing__("q"), d | {"z": 1})
try:
    defaultdict()["k"]
except KeyError as e:
    print(repr(e))
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); m["c"] = 5
print(m, m["a"], m["b"], sorted(m), len(m), m.parents, m.new_child({"a": 0})["a"], m.maps[0])
try:
    del m["b"]
except KeyError as e:
    print(e)
o = OrderedDict(a=1, b=2, c=3); o.move_to_end("a"); o.move_to_end("c", last=False); print(o, o.popitem(last=False), o == OrderedDict(a=1, b=2), o == dict(a=1, b=2), list(reversed(o)))
for f in (lambda: o.move_to_end("q"), lambda: OrderedDict().popitem()):
    try:
        f()
    except KeyError as e:
        print(e)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
u = U(A=1); u["B"] = 2; print(u, UserList([1]) + [2], "a" in u)
