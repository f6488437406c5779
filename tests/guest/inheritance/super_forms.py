class A:
    def f(self): return ["A"]
    @classmethod
    def c(cls): return ["Ac", cls.__name__]
    @property
    def p(self): return "Ap"
class B(A):
    def f(self): return ["B"] + super().f()
    @classmethod
    def c(cls): return ["Bc"] + super().c()
    @property
    def p(self): return "Bp" + super().p
class C(A):
    def f(self): return ["C"] + super(C, self).f()
class D(B, C):
    def f(self): return ["D"] + super().f()
    x = 1
d = D()
print(d.f(), D.c(), d.p, super(B, d).f(), super(D, D).c(), [k.__name__ for k in D.__mro__])
s = super(B, d)
print(s.__thisclass__.__name__, s.__self__ is d, s.__self_class__.__name__)
def outside(): super().f()
def outside2(x): return super()
for f in (outside, lambda: outside2(1), lambda: super(), lambda: super(C, B()), lambda: super(1, 2), lambda: super(D, d).zzz, lambda: super(D).f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
class E(A):
    def f(self):
        return [super().f() for _ in range(1)]
try:
    print(E().f())
except TypeError as e:
    print(e)
class F(A):
    def f(self):
        def g(): return super(F, self).f()
        return g()
print(F().f())
