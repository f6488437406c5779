import weakref
class A:
    def __init__(self, n=0): self.n = n
    def __repr__(self): return f"A{self.n}"
    def m(self): return "m"
a = A(1)
r = weakref.ref(a, lambda ref: print("callback", ref() is None))
print(r(), r() is a, weakref.getweakrefcount(a), weakref.ref(a) is weakref.ref(a), r == weakref.ref(a), hash(r) == hash(a))
p = weakref.proxy(a)
print(p.n, p.m(), p)
p.n = 5
print(a.n)
del a
print(r())
try:
    p.n
except ReferenceError as e:
    print(e)
for v in (5, "a", [], {}, (), None):
    try:
        weakref.ref(v)
    except TypeError as e:
        print(e)
wd = weakref.WeakValueDictionary(); wk = weakref.WeakKeyDictionary(); ws = weakref.WeakSet()
b, c = A(2), A(3)
wd["b"], wd["c"], wk[b], wk[c] = b, c, "vb", "vc"
ws.add(b); ws.add(c)
print(sorted(wd), len(wk), len(ws))
del b
print(sorted(wd), list(wk.items()), list(ws))
m = weakref.WeakMethod(c.m)
print(m()())
f = weakref.finalize(c, print, "finalizer", 1)
print(f.alive)
del c
print(m(), f.alive, len(wd))
s = {1}; print(weakref.ref(s)() is s, weakref.ref(print) is not None, weakref.ref(A)() is A, weakref.ref(lambda: 1)())
x = A(9)
rs = [weakref.ref(x, lambda r, i=i: print("cb", i)) for i in range(3)]
x = None
