class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end=" ")
l = [D(i) for i in range(4)]
del l; print("| list")
t = tuple(D(i) for i in range(4))
del t; print("| tuple")
d = {i: D(i) for i in range(4)}
del d; print("| dict")
class O: pass
o = O(); o.a = D("a"); o.b = D("b"); o.c = D("c")
del o; print("| attrs")
class S: __slots__ = ("x", "y")
s = S(); s.y = D("y"); s.x = D("x")
del s; print("| slots")
l = [D(i) for i in range(5)]
l[1:3] = []; print("| slice")
del l[0]; print("| item")
l.pop(); print("| pop")
l *= 0; print("| cleared")
d = {D("k1").n: D("v1")}; print("| key")
d.update({"k1": D("v2")}); print("| update")
d.pop("k1"); print("| pop")
n = [[D("deep0")], [D("deep1")]]
n = None; print("| nested")
def f(a, b, c): pass
f(D(1), D(2), D(3)); print("| args")
import collections
q = collections.deque([D("q0"), D("q1")], maxlen=2)
q.append(D("q2")); print("| deque")
del q; print("| deque gone")
x = (D("p"), [D("q")], {"r": D("r")})
del x; print("| mixed")
