class A:
    def __new__(cls, *a, **k):
        print("new", cls.__name__, a, k)
        return super().__new__(cls)
    def __init__(self, *a, **k):
        print("init", a, k)
A(1, k=2)
class B(A):
    def __new__(cls): return A.__new__(A, "from B")
    def __init__(self): print("B init not called")
print(type(B()).__name__)
class C:
    def __new__(cls): return 5
print(C())
class D:
    def __init__(self): return 5
try:
    D()
except TypeError as e:
    print(e)
class E:
    pass
for f in (lambda: E(1), lambda: object(1), lambda: object.__new__(E, 1), lambda: object.__init__(E(), 1), lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: int.__new__(str), lambda: E.__new__(int)):
    try:
        print(f())
    except TypeError as e:
        print(e)
class F:
    def __new__(cls, x): return super().__new__(cls)
print(type(F(1)).__name__)
class G:
    def __init__(self, x): self.x = x
print(G(3).x)
class Singleton:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
print(Singleton() is Singleton())
