from enum import Enum, IntEnum, Flag, IntFlag, auto, unique, StrEnum
class C(Enum):
    RED = 1
    GREEN = "g"
    ALIAS = 1
    def describe(self): return f"{self.name}={self.value}"
print(C.RED, repr(C.RED), C(1), C["GREEN"], C.ALIAS is C.RED, list(C), C.RED.describe(), len(C), C.RED in C, C.__members__, C.RED == 1, hash(C.RED) == hash("RED"))
class P(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
print(P.R | P.X, P.RW, ~P.R, P.RW & P.R, bool(P.R & P.X), P.R in P.RW, list(P.RW), P(0), repr(P(5)), P.R ^ P.RW)
class N(IntEnum):
    A = 1
    B = 2
print(N.A + 1, N.A < N.B, repr(N.B), f"{N.A}", "%d" % N.A, sorted(N), N(2), [10, 20, 30][N.A])
class S(StrEnum):
    X = auto(); Y = "yy"
print(S.X, S.Y.upper(), f"{S.X}", repr(S.X))
for f in (lambda: C(9), lambda: C["no"], lambda: setattr(C, "RED", 5), lambda: C.RED.nope, lambda: P(64), lambda: N("x"), lambda: C(), lambda: type("D", (C,), {}), lambda: delattr(C, "RED")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
F = Enum("F", "a b c")
print(list(F), F.a.value, Enum("G", {"q": 5}).q, F.a.__class__)
class V(Enum):
    ONE = (1, "one")
    def __init__(self, n, t): self.n, self.t = n, t
    @classmethod
    def _missing_(cls, v): return cls.ONE
print(V.ONE.t, V("whatever"))
