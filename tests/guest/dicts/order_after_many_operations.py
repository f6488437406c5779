d = dict.fromkeys("abcdefgh", 0)
for k in "aceg": del d[k]
for k in "ga": d[k] = 1
d["b"] = 2; d.update(h=3, z=4); d.setdefault("q", 5); d.pop("d")
print(d)
d2 = {k: d[k] for k in reversed(d)}; print(d2, d == d2, list(d) == list(d2))
print({**d, "new": 1, **d2} == d | {"new": 1}, list({**d, "new": 1, **d2}))
for i in range(10): d[i] = i; d.pop(i - 3, None)
print(list(d)); d.popitem(); d.popitem(); print(list(d))
o = {}
for w in "the cat the dog a cat".split(): o.setdefault(w, []).append(len(o))
print(o)
import sys; e = {}; sizes = set()
for i in range(100): e[i] = i; sizes.add(len(e))
for i in range(95): del e[i]
e["tail"] = 1; print(list(e), len(e)); e.clear(); e["fresh"] = 1; print(e)
k = {1: "a", 1.0: "b", True: "c"}; print(k); k[1.0] = "d"; print(k, {True: 1} == {1: 1.0})
kw = dict(zip("xyz", range(3))); print((lambda **k: list(k))(**kw, w=3))
