class M(type):
    def __instancecheck__(cls, o): print("icheck", cls.__name__); return o == 5
    def __subclasscheck__(cls, s): print("scheck"); return s is int
class A(metaclass=M): pass
print(isinstance(5, A), isinstance(6, A), issubclass(int, A), isinstance(A(), A), isinstance(1, (str, A, int)))
print(isinstance(True, int), issubclass(bool, int), isinstance(1, int | str), isinstance(None, int | None), issubclass(int, (str, (float, int))), isinstance([], list | dict))
for f in (lambda: isinstance(1, 5), lambda: isinstance(1, (int, 5)), lambda: isinstance("a", (int, 5)), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: isinstance([], list[int]), lambda: issubclass(int, int | list[int])):
    try:
        print(f())
    except TypeError as e:
        print(e)
import abc
class P(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return hasattr(c, "quack") or NotImplemented
class Duck: quack = 1
class Virtual: pass
P.register(Virtual)
print(issubclass(Duck, P), isinstance(Virtual(), P), issubclass(int, P), P.__mro__ != Duck.__mro__)
class Fake:
    __class__ = int
print(isinstance(Fake(), int), type(Fake()) is int)
