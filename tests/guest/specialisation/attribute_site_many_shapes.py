class A:
    def __init__(self): self.x = "A"
class B:
    def __init__(self): self.y = 0; self.x = "B"
class C:
    x = "class C"
class D:
    @property
    def x(self): return "prop D"
class E:
    __slots__ = ("x",)
    def __init__(self): self.x = "slot E"
class F:
    def __getattr__(self, n): return "getattr F"
class M: pass
m = M(); m.x = "M dict"; m.__dict__["extra"] = 1
def get(o): return o.x
objs = [A(), B(), C(), D(), E(), F(), m]
for _ in range(50):
    r = [get(o) for o in objs]
print(r)
a = A()
for i in range(100):
    get(a)
    if i == 50: A.x = property(lambda s: "became property")
    if i == 52: print(get(a))
    if i == 60: del A.x
    if i == 62: print(get(a))
    if i == 70: a.__dict__.clear(); A.x = "class attr"
    if i == 72: print(get(a))
    if i == 80: a.x = "again"
    if i == 82: print(get(a))
    if i == 90: a.__class__ = C; a.__dict__.clear()
    if i == 92: print(get(a))
