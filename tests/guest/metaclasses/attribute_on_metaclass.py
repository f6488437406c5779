class M(type):
    @property
    def p(cls): return "meta property of " + cls.__name__
    def method(cls): return "meta method"
    attr = "meta attr"
    def __repr__(cls): return f"<{cls.__name__}!>"
    def __iter__(cls): return iter(["it", cls.__name__])
    def __contains__(cls, x): return x == 1
    def __add__(cls, o): return (cls, "+", o)
    def __eq__(cls, o): return o == "equal" or type.__eq__(cls, o) is True
    __hash__ = type.__hash__
    def __setattr__(cls, n, v): print("set", n); super().__setattr__(n, v)
    def __delattr__(cls, n): print("del", n); super().__delattr__(n)
    def __bool__(cls): return False
class A(metaclass=M):
    attr2 = "own"
    method2 = staticmethod(lambda: "s")
print(A.p, A.method(), A.attr, A, list(A), 1 in A, A + 1, A == "equal", bool(A), [A])
A.new = 5
del A.new
for n in ("p", "method", "attr"):
    print(n, hasattr(A(), n))
A.attr = "shadow"
print(A.attr, A().attr)
try:
    A.p = 1
except AttributeError as e:
    print(e)
