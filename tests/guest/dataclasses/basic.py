from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, make_dataclass, KW_ONLY, InitVar
@dataclass
class A:
    x: int
    y: str = "d"
    z: list = field(default_factory=list, repr=False)
    c: int = field(default=5, compare=False, init=False)
a, b = A(1), A(1)
a.z.append(1); b.z.append(1); b.c = 9
print(a, a == b, a.z, asdict(a), astuple(a), replace(a, x=5), [f.name for f in fields(A)], A.__match_args__)
@dataclass(order=True, frozen=True)
class B:
    n: int
    s: str = ""
print(B(1) < B(2), sorted([B(3), B(1)]), hash(B(1)) == hash(B(1)), {B(1): 2}[B(1)])
for f in (lambda: setattr(B(1), "n", 2), lambda: A(), lambda: A(1, 2, 3, 4), lambda: hash(A(1)), lambda: B(1) < 5, lambda: delattr(B(1), "n"), lambda: replace(a, c=1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
@dataclass
class C(A):
    w: int = 0
    _: KW_ONLY
    k: int = 7
    init: InitVar[int] = 3
    def __post_init__(self, init): self.total = self.x + self.w + init
print(C(1, "a", [], 4, k=2, init=100), C(1).total)
@dataclass(slots=True)
class S:
    a: int
    b: int = 2
print(S(1), S.__slots__, hasattr(S(1), "__dict__"), make_dataclass("M", ["p", ("q", int, 4)])(1))
for body in ("x: list = []", "x: int = 1\n    y: int"):
    try:
        exec(f"@dataclass\nclass T:\n    {body}")
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
