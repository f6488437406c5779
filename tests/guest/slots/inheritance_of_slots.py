class A:
    __slots__ = ("a",)
class B(A):
    __slots__ = ("b",)
class C(B): pass
class D(A):
    __slots__ = ("a",)
b = B(); b.a, b.b = 1, 2
c = C(); c.a, c.b, c.z = 1, 2, 3
d = D(); d.a = "D.a"
print(b.a, b.b, c.__dict__, d.a, A.a.__get__(d) if False else "", hasattr(b, "__dict__"), hasattr(c, "__dict__"), [k for k in ("a", "b") if hasattr(C, k)])
try: A.a.__get__(d)
except AttributeError as e: print(e)
try: b.c = 1
except AttributeError as e: print(e)
class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __getstate__(self): return (self.x, self.y)
    def __setstate__(self, s): self.x, self.y = s
import copy, pickle
print(copy.copy(P(1, 2)) == P(1, 2), pickle.loads(pickle.dumps(P(3, 4))).y)
class S(str): __slots__ = ()
class T(tuple): __slots__ = ()
print(S("a") + "b", T((1, 2)), S("x").upper())
for bases in ("int", "tuple", "bytes"):
    try: exec(f"class X({bases}): __slots__ = ('v',)")
    except TypeError as e: print(e)
class W: __slots__ = ("__weakref__",)
import weakref; w = W(); print(weakref.ref(w)() is w)
class Doc: __slots__ = {"x": "doc of x"}
print(Doc.x.__doc__, Doc.__slots__, P.x, type(P.x).__name__, P.x.__name__, P.x.__objclass__.__name__)
o = P(1, 2); del o.x
try: o.x
except AttributeError as e: print(e)
try: del o.x
except AttributeError as e: print(e)
try: o.__class__ = A
except TypeError as e: print(e)
