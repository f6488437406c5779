class A:
    def __init__(self): self.real = 1
    def __getattr__(self, n):
        print("getattr", n)
        if n.startswith("no"): raise AttributeError(n + " refused")
        return n.upper()
    def __setattr__(self, n, v):
        print("setattr", n, v)
        super().__setattr__(n, v)
    def __delattr__(self, n):
        print("delattr", n)
        object.__delattr__(self, n)
a = A()
print(a.real, a.fake)
a.y = 2
del a.y
print(hasattr(a, "nope"), getattr(a, "nothing", "dflt"))
try:
    a.no_way
except AttributeError as e:
    print(e)
class B:
    def __getattribute__(self, n):
        print("getattribute", n)
        return object.__getattribute__(self, n)
    def __getattr__(self, n): return "fallback " + n
    def meth(self): return "meth"
b = B()
print(b.zz, b.meth(), len(b.__dict__))
class C:
    @property
    def p(self): raise AttributeError("inside property")
    def __getattr__(self, n): return "rescued " + n
print(C().p)
