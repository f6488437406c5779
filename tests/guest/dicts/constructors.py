print(dict(), dict(a=1), dict({"a": 1}, b=2), dict([("a", 1), ["b", 2]]), dict(["ab", "cd"]), dict(zip("ab", range(2))), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {**{"a": 1}, "b": 2, **{"a": 3}})
class K:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k * 2
print(dict(K()), dict(**K()), {**K()})
d = {}; d.update(K(), r=1); print(d)
for f in (lambda: dict(5), lambda: dict([1]), lambda: dict(["abc"]), lambda: dict([(1,)]), lambda: dict({}, {}), lambda: {}.update(5), lambda: dict(**{1: 2}), lambda: {[]: 1}, lambda: dict([([], 1)]), lambda: dict.fromkeys(5), lambda: {}.update([(1, 2, 3)]), lambda: {} | [], lambda: {**5}):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
