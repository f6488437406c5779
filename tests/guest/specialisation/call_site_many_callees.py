class C:
    def __init__(self, a=0): self.a = a
    def m(self, a=1): return ("m", a)
    @classmethod
    def cm(cls, a=1): return ("cm", a)
    @staticmethod
    def sm(a=1): return ("sm", a)
    def __call__(self, a=1): return ("call", a)
def f(a=1): return ("f", a)
def g(*a): return ("g", a)
def k(*, a=1): return ("k", a)
async def co(a=1): pass
def gen(a=1): yield a
import functools
callees = [f, g, lambda a=2: ("lambda", a), C(5), C().m, C.cm, C().sm, str, int, list, type, len, functools.partial(f), "x".join, dict.fromkeys, max, C, print.__class__, abs]
def call(fn, arg): return fn(arg)
for _ in range(10):
    out = []
    for c in callees:
        try:
            r = call(c, "12")
            out.append(r if not isinstance(r, C) else ("C", r.a))
        except TypeError as e:
            out.append("TypeError")
print(out)
def target(x): return x + 1
def caller(): return target(1)
res = []
for i in range(60):
    if i == 20: target = lambda x: x + 100
    if i == 30: target.__code__ = (lambda x: x + 1000).__code__
    if i == 40:
        def target(x, y=5): return x + y
    if i == 50: target.__defaults__ = (50,)
    r = caller()
    if not res or res[-1] != r: res.append(r)
print(res)
def meth(o): return o.m()
class S(C):
    def m(self): return "S.m"
o, s, r = C(), S(), []
for i in range(50):
    if i == 20: C.m = lambda self: "patched"
    if i == 30: o.m = lambda: "instance"
    if i == 40: S.m = C.m
    x = (meth(o), meth(s))
    if not r or r[-1] != x: r.append(x)
print(r)
