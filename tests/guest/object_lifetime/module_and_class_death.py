import sys, types, gc
class D:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
m = types.ModuleType("m"); m.d = D("in module"); m = None; print("--")
open("tmpmod.py", "w").write("class X:\n    def __del__(self): print('del in tmpmod')\nx = X()\n")
sys.path.insert(0, "."); import tmpmod; del sys.modules["tmpmod"]; del tmpmod; gc.collect(); print("module gone")
def make():
    class K: d = D("class attribute")
    return K
K = make(); k = K(); del K; gc.collect(); print("instance keeps class"); del k; gc.collect(); print("class gone")
class Cell: pass
a = Cell(); a.d = D("attr"); b = a; del a.d; print("attribute gone")
b.__dict__["x"] = D("via dict"); b.__dict__ = {}; print("dict replaced")
def f(x=D("default")): pass
f.__defaults__ = None; print("defaults replaced")
f.attr = D("function attr"); del f; print("function gone")
p = property(lambda s: 1); s = staticmethod(D("in staticmethod")); s = None; print("--")
import functools; q = functools.partial(print, D("in partial")); q = None; print("--")
try: raise ValueError(D("in exception args"))
except ValueError: print("caught")
print("--"); x = [D("sorted")]; x = sorted(x, key=lambda d: d.n); x = None
d = {}; d[D("key object")] = 1; d.clear(); print("--"); s = {D("set member")}; s = s - s; print("end")
