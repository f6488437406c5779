import copy
class P:
    shared = []
    def __init__(self): self.own = []
a, b = P(), P()
a.shared.append(1); a.own.append(2)
print(b.shared, b.own, P.shared)
a.shared = ["now own"]
print(b.shared, vars(b))
c = copy.copy(a); c.own.append(3)
d = copy.deepcopy(a); d.own.append(4)
print(a.own, d.own, c.own is a.own)
class Q:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return ("deep", len(memo))
print(copy.copy(Q()), copy.deepcopy([Q()]))
class R:
    __slots__ = ("a", "__dict__")
r = R(); r.a, r.b = [1], [2]
s = copy.deepcopy(r); s.a.append(5); print(r.a, s.a, s.b, copy.copy(r).a is r.a)
