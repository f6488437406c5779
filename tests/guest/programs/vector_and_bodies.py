from math import sqrt
class Vec:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(a, b): return Vec(a.x + b.x, a.y + b.y)
    def __sub__(a, b): return Vec(a.x - b.x, a.y - b.y)
    def __mul__(a, k): return Vec(a.x * k, a.y * k)
    __rmul__ = __mul__
    def __abs__(a): return sqrt(a.x * a.x + a.y * a.y)
    def __neg__(a): return Vec(-a.x, -a.y)
    def __repr__(a): return f"Vec({a.x:.6f}, {a.y:.6f})"
    def __iter__(a): yield a.x; yield a.y
    def __eq__(a, b): return tuple(a) == tuple(b)
    def __bool__(a): return bool(a.x or a.y)
class Body:
    def __init__(self, m, p, v): self.m, self.p, self.v = m, p, v
bodies = [Body(1000.0, Vec(0.0, 0.0), Vec(0.0, 0.0)), Body(1.0, Vec(100.0, 0.0), Vec(0.0, 3.0)), Body(2.0, Vec(-50.0, 20.0), Vec(0.5, -4.0))]
for step in range(300):
    for b in bodies:
        a = Vec(0.0, 0.0)
        for o in bodies:
            if o is not b:
                d = o.p - b.p; r = abs(d); a = a + d * (o.m / (r * r * r))
        b.v = b.v + 0.01 * a
    for b in bodies: b.p += b.v * 0.01
for b in bodies: print(b.p, b.v)
print(-Vec(1, 2), Vec(1, 2) == Vec(1, 2), bool(Vec(0, 0)), sum((b.p for b in bodies), Vec(0, 0)), max(bodies, key=lambda b: abs(b.v)).m)
