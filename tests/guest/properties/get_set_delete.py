class A:
    def __init__(self): self._x = 0
    @property
    def x(self):
        "doc of x"
        return self._x
    @x.setter
    def x(self, v):
        if v < 0: raise ValueError("negative")
        self._x = v
    @x.deleter
    def x(self): print("deleted"); self._x = None
    @property
    def ro(self): return 1
    wo = property(None, lambda s, v: print("write only", v))
a = A()
a.x = 5; print(a.x)
a.x += 2; print(a.x)
del a.x; print(a.x, A.x.__doc__, A.x.fget.__name__, A.ro.fset)
a.wo = 3
for f in (lambda: setattr(a, "x", -1), lambda: setattr(a, "ro", 1), lambda: delattr(a, "ro"), lambda: a.wo, lambda: delattr(a, "wo")):
    try:
        f()
    except (ValueError, AttributeError) as e:
        print(type(e).__name__, e)
class B(A):
    @A.x.getter
    def x(self): return "B" + str(self._x)
    @property
    def ro(self): return super().ro + 10
b = B(); b.x = 4; print(b.x, b.ro)
try:
    property().__get__(a)
except AttributeError as e:
    print(e)
p = property(lambda s: 1, doc="given")
print(p.__doc__, property(A.ro.fget).__doc__, isinstance(A.x, property))
