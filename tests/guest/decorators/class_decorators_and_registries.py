registry = {}
def register(cls=None, /, *, name=None):
    def wrap(c): registry[name or c.__name__.lower()] = c; return c
    return wrap if cls is None else wrap(cls)
@register
class A: pass
@register(name="bee")
class B(A): pass
def singleton(c):
    made = []
    def get(*a):
        if not made: made.append(c(*a))
        return made[0]
    return get
@singleton
class S:
    def __init__(self, v=0): self.v = v
print(registry, S(5) is S(6), S().v)
def add_repr(*names):
    def deco(c):
        c.__repr__ = lambda s: f"{c.__name__}({', '.join(f'{n}={getattr(s, n)!r}' for n in names)})"
        return c
    return deco
@add_repr("x", "y")
class P:
    def __init__(self, x, y): self.x, self.y = x, y
print(P(1, "a"))
def trace(f, depth=[0]):
    def w(*a):
        print("  " * depth[0] + f"{f.__name__}{a}"); depth[0] += 1
        try: return f(*a)
        finally: depth[0] -= 1
    return w
@trace
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(3))
class validated:
    def __init__(self, **types): self.types = types
    def __call__(self, f):
        def w(**k):
            for n, v in k.items():
                if not isinstance(v, self.types[n]): raise TypeError(f"{n} must be {self.types[n].__name__}")
            return f(**k)
        return w
@validated(a=int, b=str)
def g(a, b): return b * a
print(g(a=2, b="x"))
try: g(a="x", b="y")
except TypeError as e: print(e)
class Meta(type):
    def __call__(c, *a): print("class call"); return super().__call__(*a)
@register
class M(metaclass=Meta): pass
M(); print(sorted(registry))
