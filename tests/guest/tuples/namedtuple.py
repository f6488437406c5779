from collections import namedtuple
P = namedtuple("P", "x y z", defaults=[0])
p = P(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._fields, P._field_defaults, P._make([7, 8, 9]), p == (1, 2, 0), isinstance(p, tuple), len(p), *p)
x, y, z = p
print(x, y, z, hash(p) == hash((1, 2, 0)), P.__doc__, P.x.__doc__, p.__getnewargs__())
for f in (lambda: P(1), lambda: P(1, 2, 3, 4), lambda: P(1, 2, w=3), lambda: p._replace(q=1), lambda: setattr(p, "x", 1), lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "class"), lambda: namedtuple("Q", "_a"), lambda: namedtuple("1Q", "a"), lambda: P._make([1])):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(namedtuple("R", "a class a _b", rename=True)._fields)
class Sub(P):
    __slots__ = ()
    @property
    def total(self): return sum(self)
print(Sub(1, 2, 3).total, Sub(1, 2))
