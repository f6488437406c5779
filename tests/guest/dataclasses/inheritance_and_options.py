from dataclasses import *
@dataclass
class Base:
    a: int
    b: int = 2
    def total(self): return self.a + self.b
@dataclass
class Child(Base):
    c: int = 3
    b: int = 20
    d: list = field(default_factory=lambda: [1], compare=False, hash=False, metadata={"m": 1})
x = Child(1)
print(x, x.total(), [f.name for f in fields(x)], x == Child(1, d=[]), x == Base(1), fields(Child)[3].metadata, is_dataclass(x), is_dataclass(int))
@dataclass(eq=False)
class NoEq: v: int
@dataclass(frozen=True)
class Frozen:
    v: int
    def with_v(self, v): return replace(self, v=v)
@dataclass(order=True)
class Ordered:
    key: tuple = field(init=False, repr=False)
    name: str = ""
    def __post_init__(self): self.key = (len(self.name), self.name)
@dataclass(unsafe_hash=True)
class Hashed: v: int
@dataclass(repr=False, init=False)
class Bare: v: int = 5
@dataclass(kw_only=True, slots=True)
class KW: a: int; b: int = 1
print(NoEq(1) == NoEq(1), Frozen(1).with_v(5), hash(Frozen(1)) == hash(Frozen(1)), sorted([Ordered("ccc"), Ordered("a"), Ordered("bb")]), hash(Hashed(1)) == hash(Hashed(1)), Bare().v, KW(a=1), asdict(Child(1, d=[{"k": Frozen(2)}])), astuple(Frozen(3)))
for f in (lambda: KW(1), lambda: setattr(Frozen(1), "v", 2), lambda: KW(a=1).zz, lambda: setattr(KW(a=1), "q", 1), lambda: Ordered("a") < 5, lambda: hash(Base(1)), lambda: Child(), lambda: Base(1, 2, 3), lambda: asdict(5), lambda: fields(5), lambda: replace(Ordered("a"), key=1), lambda: Base(b=1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
match Child(1, c=7):
    case Child(a, b, c): print(a, b, c)
@dataclass
class Rec:
    kids: list = field(default_factory=list)
r = Rec(); r.kids.append(r); print(r)
