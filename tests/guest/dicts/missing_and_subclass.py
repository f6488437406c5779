class D(dict):
    def __missing__(self, k):
        print("missing", k)
        return k
d = D(a=1)
print(d["a"], d["z"], d.get("z"), "z" in d, d)
class G(dict):
    def __getitem__(self, k): return "always"
    def keys(self): return ["k"]
    def __contains__(self, k): return True
g = G(a=1)
print(g["q"], g.get("q"), "zzz" in g, dict(g), {**g}, list(g), g)
def f(**kw): return kw
print(f(**g), "%(x)s" % d, type(D() | {}).__name__, type(d.copy()).__name__, type(D.fromkeys("a")).__name__)
from collections import defaultdict, OrderedDict, Counter, ChainMap
dd = defaultdict(list, x=[1])
dd["n"].append(2)
print(dd, dd.get("no"), dd.default_factory, defaultdict(None, a=1))
try:
    defaultdict(5)
except TypeError as e:
    print(e)
