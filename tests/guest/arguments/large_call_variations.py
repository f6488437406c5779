def f(*a, **k): return len(a), sorted(k)
for n in (0, 1, 5, 20, 100, 255, 256, 300):
    r = f(*range(n), **{f"k{i}": i for i in range(n)})
    print(n, r[0], len(r[1]))
def g(a, b=1, *c, d, e=2, **h): return a, b, c, d, e, h
print(g(1, d=4), g(1, 2, 3, 4, d=5, e=6, z=7), g(**dict(a=1, d=2)), g(*[1, 2], **{"d": 3, "q": 4}))
def relay(*a, **k): return g(*a, **k)
print(relay(1, d=2), relay(1, 2, 3, d=4, w=5))
class K(dict):
    def keys(self): print("keys called"); return super().keys()
    def __getitem__(self, k): print("getitem", k); return super().__getitem__(k)
print(f(**K(a=1)))
def h(self, cls, name): return self, cls, name
print(h(self=1, cls=2, name=3), "{self}".format(self=1), dict(self=1, other=2))
class D:
    def m(self, /, **kw): return kw
print(D().m(self=5))
print((lambda **k: k)(**{"not an id": 1, "": 2}))
