class CM:
    def __init__(self, n, ret=None): self.n, self.ret = n, ret
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__, v, tb is not None)
        return self.ret
with CM(1) as a, CM(2) as b:
    print(a, b)
with CM("suppress", True):
    raise ValueError("gone")
try:
    with CM("outer") as x, CM("inner"):
        raise KeyError("k")
except KeyError as e:
    print("escaped", e)
def f():
    with CM("ret"):
        return "value"
print(f())
for i in range(3):
    with CM(i):
        if i == 0: continue
        if i == 1: break
with (CM("p1") as p, CM("p2") as q,):
    print(p, q)
with CM("t") as (c, *d):
    print(c, d)
class Box: pass
bx = Box()
with CM("attr") as bx.attr: print(bx.attr)
with CM(1), CM(2, True):
    1 / 0
print("after")
