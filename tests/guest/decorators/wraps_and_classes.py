import functools
def keep(f):
    "keep doc"
    @functools.wraps(f)
    def w(*a): "w doc"; return f(*a)
    return w
@keep
def f(a: int): "f doc"
print(f.__name__, f.__doc__, f.__wrapped__.__name__, f.__annotations__, f.__qualname__)
class Count:
    def __init__(self, f): functools.update_wrapper(self, f); self.f, self.n = f, 0
    def __call__(self, *a): self.n += 1; return self.f(*a)
    def __get__(self, o, t=None): return self if o is None else functools.partial(self, o)
@Count
def g(x): return x
class C:
    @Count
    def m(self, x): return (type(self).__name__, x)
g(1); g(2)
print(g.n, C().m(5), C.m.n, g.__name__)
reg = {}
def register(name):
    def deco(f): reg[name] = f; return f
    return deco
@register("a")
def ha(): return "A"
@register("b")
class HB: pass
print(sorted(reg), reg["a"](), reg["b"] is HB)
@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2))
