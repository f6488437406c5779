class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = D(1)
a = D(2)
print("rebound")
b = a
del a
print("still referenced")
b = None
print("gone")
D("temporary")
print("after temporary")
l = [D("in list 0"), D("in list 1")]
l[0] = None
l.clear()
d = {D("key") and "k": D("value")}
d["k"] = 1
t = (D("t"),)
t = None
x, y = D("x"), D("y")
x, y = y, x
del x
print("x deleted")
y = 5
z = D("at exit")
