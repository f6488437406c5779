d = {"b": 1, "a": 2}
d["c"] = 3; d["b"] = 9
print(d)
del d["b"]; d["b"] = 0
print(d, list(d), list(d.values()), list(d.items()), list(reversed(d)))
d.update(z=1, a=5); print(d)
d |= {"q": 1, "z": 2}; print(d, {"x": 1} | d | {"x": 2})
print(d.popitem(), d.pop("a"), d.pop("nope", "default"), d)
print(d.setdefault("new", []), d.setdefault("c", 100), d)
for i in range(50): d[i] = i
for i in range(45): del d[i]
print(d, len(d))
e = dict(d); e.clear(); print(e, len(d))
