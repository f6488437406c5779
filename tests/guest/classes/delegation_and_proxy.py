class Proxy:
    def __init__(self, target): object.__setattr__(self, "_t", target)
    def __getattr__(self, n): print("get", n); return getattr(self._t, n)
    def __setattr__(self, n, v): print("set", n); setattr(self._t, n, v)
    def __delattr__(self, n): print("del", n); delattr(self._t, n)
    def __call__(self, *a): return self._t(*a)
    def __len__(self): return len(self._t)
    def __iter__(self): return iter(self._t)
    def __class_getitem__(cls, k): return k
    @property
    def __class__(self): return type(self._t)
class T:
    x = 1
    def m(self): return self.x
p = Proxy(T())
p.x = 5
print(p.m(), p.x, isinstance(p, T), type(p).__name__, p.__class__.__name__)
del p.x
print(p.x, Proxy(len)("abc"), len(Proxy([1, 2])), list(Proxy("xy")), Proxy[3])
try:
    p.missing
except AttributeError as e:
    print(e)
class Chain:
    def __init__(self, path=""): self.path = path
    def __getattr__(self, n): return Chain(f"{self.path}/{n}")
    def __getitem__(self, n): return Chain(f"{self.path}[{n}]")
    def __call__(self, **k): return f"{self.path}?{k}"
print(Chain().users[5].posts(limit=1))
