import weakref
class Typed:
    def __init__(self, kind, default=None): self.kind, self.default = kind, default
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, o, owner=None): return self if o is None else o.__dict__.get(self.name, self.default)
    def __set__(self, o, v):
        if not isinstance(v, self.kind): raise TypeError(f"{type(o).__name__}.{self.name} must be {self.kind.__name__}, not {type(v).__name__}")
        o.__dict__[self.name] = v
class Range(Typed):
    def __init__(self, lo, hi): super().__init__(int, lo); self.lo, self.hi = lo, hi
    def __set__(self, o, v):
        super().__set__(o, v)
        if not self.lo <= v <= self.hi: del o.__dict__[self.name]; raise ValueError(f"{v} not in {self.lo}..{self.hi}")
class P: name = Typed(str, "anon"); age = Range(0, 150)
p = P(); print(p.name, p.age, vars(p)); p.name = "bob"; p.age = 30; print(p.name, p.age, vars(p), P.name.kind)
for n, v in (("name", 5), ("age", 200), ("age", "x")):
    try: setattr(p, n, v)
    except (TypeError, ValueError) as e: print(e, p.age)
class PerObject:
    def __init__(self): self.data = weakref.WeakKeyDictionary()
    def __get__(self, o, t=None): return self.data.get(o, "unset")
    def __set__(self, o, v): self.data[o] = v
    def __delete__(self, o): del self.data[o]
class Q: x = PerObject()
a, b = Q(), Q(); a.x = 1; print(a.x, b.x); del a.x; print(a.x, len(Q.__dict__["x"].data))
class Method:
    def __init__(self, f): self.f = f
    def __get__(self, o, t=None):
        def bound(*a): return self.f(o if o is not None else t.__name__, *a)
        return bound
class R:
    @Method
    def m(self, x): return (type(self).__name__, x)
print(R().m(1), R.m(2))
