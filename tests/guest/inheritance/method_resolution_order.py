class O: pass
class A(O): n = "A"
class B(O): n = "B"
class C(O): n = "C"
class K1(A, B): pass
class K2(B, C): pass
class Z(K1, K2): pass
print([k.__name__ for k in Z.mro()])
try:
    class Bad(A, K1): pass
except TypeError as e:
    print(e)
try:
    class Dup(A, A): pass
except TypeError as e:
    print(e)
class X(A, B): pass
class Y(B, A): pass
try:
    class XY(X, Y): pass
except TypeError as e:
    print(e)
for b in ("bool", "type(None)", "range", "slice", "type(lambda:0)", "5", "(int, str)", "None", "type(...)", "type(iter([]))", "memoryview"):
    try:
        bases = eval(b)
        type("T", bases if isinstance(bases, tuple) else (bases,), {})
        print(b, "fine")
    except TypeError as e:
        print(b, e)
class Meta(type):
    def mro(cls): return [cls, B, object] if cls.__name__ == "Odd" else super().mro()
class Odd(A, metaclass=Meta): pass
print(Odd.n, Odd.__mro__)
