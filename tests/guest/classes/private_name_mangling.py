class A:
    __secret = 1
    def __init__(self): self.__x = 5
    def get(self): return self.__x, self.__secret, self._A__x
    def __m(self): return "A.__m"
    def call(self): return self.__m()
    __dunder__ = "kept"
    def loc(self):
        __y = 3
        return locals()
class B(A):
    def __m(self): return "B.__m"
    def __init__(self):
        super().__init__()
        self.__x = 6
b = B()
print(b.get(), b.call(), sorted(b.__dict__), b.__dunder__, sorted(k for k in A.__dict__ if "A" in k), sorted(A().loc()))
try:
    b.__x
except AttributeError as e:
    print(e)
class _Under:
    def __f(self): return 1
print([k for k in vars(_Under) if k.endswith("f")])
class ___:
    __z = 1
print("__z" in vars(___))
class K:
    def f(self, __a=1, **kw): return __a, kw
print(K().f(_K__a=9))
class I:
    import sys as __s
    def g(self): global __gl; __gl = 1; return [__v for __v in [1]]
print(sorted(k for k in vars(I) if k.startswith("_I")), I().g(), "_I__gl" in globals())
