class Data:
    def __get__(self, o, t): print("data get", o is not None, t.__name__); return "data"
    def __set__(self, o, v): print("data set", v)
    def __delete__(self, o): print("data delete")
class NonData:
    def __get__(self, o, t): print("nondata get"); return "nondata"
class A:
    d = Data()
    n = NonData()
a = A()
a.__dict__["d"] = "instance d"; a.__dict__["n"] = "instance n"
print(a.d, a.n, A.d, A.n)
a.d = 5
del a.d
a.n = 7
print(a.n, a.__dict__)
del a.n
print(a.n)
class SetOnly:
    def __set__(self, o, v): o.__dict__["s"] = v * 2
class B:
    s = SetOnly()
b = B()
print(type(b.s).__name__)
b.s = 4
print(b.s)
try:
    del b.s
except AttributeError as e:
    print(e)
class GetSet:
    def __get__(self, o, t=None): raise AttributeError("hidden")
class C:
    g = GetSet()
    def __getattr__(self, n): return "getattr " + n
print(C().g)
A.d = "replaced"
print(A.d, a.d)
