import gc, weakref
gc.disable()
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
class Noted(D):
    def __del__(self): deleted.append(self.n)
deleted = []
gc.collect()
a = D("self cycle"); a.me = a
r = weakref.ref(a, lambda _: print("weakref callback"))
del a
print("not yet", r() is not None)
n = gc.collect()
print(n > 0, r())
b, c = Noted("b"), Noted("c")
b.o, c.o = c, b
del b, c
gc.collect()
print(sorted(deleted))
l = []; l.append(l); del l
print(gc.collect() >= 1, gc.garbage, gc.isenabled())
class Res:
    def __del__(self):
        global kept
        kept = self
        print("resurrecting")
x = Res(); x.c = x
del x
gc.collect()
print(type(kept).__name__, kept.c is kept)
del kept
gc.collect()
print("only once")
def f():
    def g(): return g
    g.d = D("closure cycle")
f()
gc.collect()
e = None
try:
    raise ValueError
except ValueError as err:
    e = err
    e.x = D("exc cycle"); e.e = e
del e
gc.collect()
print(gc.get_threshold() != (0, 0, 0), gc.is_tracked([]), gc.is_tracked(5), gc.get_count()[0] >= 0)
gc.enable()
