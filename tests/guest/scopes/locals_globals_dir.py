x = 1
def f(a, b=2):
    c = 3
    d = locals()
    d["a"] = "changed"
    return a, sorted(d), locals()["c"]
print(f(1))
print(globals()["x"], "f" in globals(), dir() == sorted(dir()), "x" in dir(), locals() is globals())
globals()["made"] = 5
print(made)
class C:
    a = 1
    print(sorted(k for k in locals() if not k.startswith("__")), locals() is not globals())
    locals()["injected"] = 2
print(C.injected)
class O:
    def __dir__(self): return ["z", "a"]
print(dir(O()), [n for n in dir(C) if not n.startswith("_")], vars(C)["a"], "__len__" in dir([]))
try:
    vars(5)
except TypeError as e:
    print(e)
def g():
    def h(): return y
    y = 1
    return sorted(locals())
print(g())
del x
print("x" in globals())
