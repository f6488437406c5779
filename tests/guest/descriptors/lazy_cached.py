class lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None):
        if o is None: return self
        print("computing", self.n)
        v = o.__dict__[self.n] = self.f(o)
        return v
class A:
    @lazy
    def value(self): return 42
a = A()
print(a.value, a.value)
del a.value
print(a.value)
from functools import cached_property
class B:
    n = 0
    @cached_property
    def v(self):
        "doc"
        self.n += 1
        return self.n * 10
b = B()
print(b.v, b.v, b.n, b.__dict__, B.v.__doc__)
del b.v
print(b.v)
class S:
    __slots__ = ()
    @cached_property
    def v(self): return 1
try:
    S().v
except TypeError as e:
    print(e)
