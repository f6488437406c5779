class C:
    def m(self, x=1): return (type(self).__name__, x)
    @classmethod
    def c(cls, x=1): return (cls.__name__, x)
    @staticmethod
    def s(x=1): return x
class D(C): pass
o = D()
m = o.m
print(m(), m(5), C.m(o), C.c(), D.c(2), o.c(), C.s(), o.s(3), m.__self__ is o, m.__func__ is C.m, o.m == o.m, o.m is o.m, C.c.__self__, D.c.__func__ is C.c.__func__, o.s is C.s)
print(type(m).__name__, type(C.m).__name__, type(C.__dict__["s"]).__name__, type(C.__dict__["c"]).__name__, m.__name__, m.__qualname__)
try:
    C.m()
except TypeError as e:
    print(e)
try:
    m.attr = 1
except AttributeError as e:
    print(e)
import types
b = types.MethodType(lambda self, y: (self, y), 10)
print(b(20), hash(o.m) == hash(o.m), {o.m: 1}[o.m])
try:
    types.MethodType(5, None)
except TypeError as e:
    print(e)
print(C.__dict__["s"](7), C.__dict__["s"].__wrapped__(8))
