import functools
@functools.lru_cache(maxsize=2)
def f(x, y=0): print("compute", x, y); return x + y
print(f(1), f(1), f(2), f(3), f(1), f.cache_info(), f.cache_parameters()); f.cache_clear(); print(f.cache_info(), f(1.0), f(1), f(x=1))
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(100), fib.cache_info(), fib.__wrapped__.__name__)
typed = functools.lru_cache(typed=True)(lambda x: print("t", x) or x)
typed(1); typed(1.0); typed(1)
try:
    f([])
except TypeError as e:
    print(e)
p = functools.partial(print, 1, sep="-"); p(2, 3); p(4, sep="+"); print(p.func.__name__, p.args, p.keywords, functools.partial(p, 9).args, repr(functools.partial(int, base=2)), functools.partial(int, base=2)("101"))
class C:
    def m(self, a, b): return a, b
    pm = functools.partialmethod(m, 1)
    @functools.singledispatchmethod
    def s(self, x): return "default"
    @s.register
    def _(self, x: int): return "int"
print(C().pm(2), C().s("a"), C().s(1), C().s(True))
@functools.singledispatch
def sd(x): return "object"
@sd.register(list)
@sd.register(tuple)
def _(x): return "seq"
@sd.register
def _(x: float | str): return "fs"
print(sd(1), sd([]), sd(()), sd(1.0), sd("s"), sd.dispatch(bool).__name__, sorted(k.__name__ for k in sd.registry))
print(functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.reduce(max, [], 5))
for g in (lambda: functools.reduce(max, []), lambda: functools.partial(), lambda: functools.partial(5), lambda: sd(), lambda: functools.lru_cache(maxsize="a")):
    try:
        g()
    except TypeError as e:
        print(e)
