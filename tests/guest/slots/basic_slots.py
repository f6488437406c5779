class A:
    __slots__ = ("x", "y")
    def __init__(self): self.x = 1
a = A()
print(a.x, hasattr(a, "__dict__"), A.__slots__, type(A.x).__name__)
for f in (lambda: a.y, lambda: setattr(a, "z", 1), lambda: delattr(a, "y"), lambda: a.__dict__, lambda: A.x.__get__(5), lambda: vars(a)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
a.y = 2; del a.x
print(a.y, hasattr(a, "x"), A.x.__get__(None, A) is A.x, A.y.__get__(a))
class B(A):
    pass
b = B(); b.z = 1; b.x = 5
print(b.__dict__, b.x)
class C(A):
    __slots__ = "w"
c = C(); c.w = 3; print(c.w, c.x, hasattr(c, "__dict__"))
for body in ({"__slots__": ("x",), "x": 1}, {"__slots__": (5,)}, {"__slots__": ("1a",)}, {"__slots__": ("a", "a")}, {"__slots__": ("__dict__", "__dict__")}, {"__slots__": {"k": "doc"}}):
    try:
        print(type("T", (), body))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
class D(A):
    __slots__ = ("__dict__", "__weakref__")
d = D(); d.q = 1; print(d.__dict__)
import weakref
for k in (A, D):
    try:
        print(weakref.ref(k()) is not None)
    except TypeError as e:
        print(e)
try:
    class X(A, type("Y", (), {"__slots__": ("p",)})): pass
except TypeError as e:
    print(e)
class P:
    __slots__ = ("__priv",)
    def __init__(self): self.__priv = 1
print(P()._P__priv, P.__slots__)
