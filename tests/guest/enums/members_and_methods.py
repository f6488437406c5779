import enum
class Planet(enum.Enum):
    EARTH = (5.97, 6.37); MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def g(self): return round(6.67 * self.mass / self.radius ** 2, 2)
    def __str__(self): return self.name.title()
print(Planet.EARTH, Planet.MARS.g, Planet((0.64, 3.39)), [p.mass for p in Planet])
class Auto(enum.Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count)
    A = enum.auto(); B = enum.auto()
print([m.value for m in Auto])
class Weekday(enum.IntEnum):
    MON = 1; TUE = 2
    @classmethod
    def parse(cls, s): return cls[s.upper()]
print(Weekday.parse("tue"), Weekday.MON + 1 == Weekday.TUE, Weekday(1) is Weekday.MON, repr(Weekday.MON), {Weekday.MON: 1}[1], sorted(Weekday, reverse=True), max(Weekday), Weekday.MON.bit_length())
class Perm(enum.Flag):
    R = 4; W = 2; X = 1; ALL = 7
print(Perm.R | Perm.W, Perm.ALL & ~Perm.W, Perm(3), Perm.R in Perm.ALL, [p.name for p in Perm], Perm["R"], bool(Perm(0)), Perm.ALL == Perm.R | Perm.W | Perm.X, len(Perm.ALL), repr(Perm.R | Perm.X), ~Perm.ALL)
class Op(enum.Enum):
    ADD = enum.member(lambda a, b: a + b)
    NOT = enum.nonmember(5)
    class Inner: pass
print(Op.ADD.value(1, 2), Op.NOT, list(Op)[:1])
print(Planet.EARTH == Planet.EARTH, Planet.EARTH != Planet.MARS, Planet.EARTH in Planet, isinstance(Planet.EARTH, Planet), Planet.__members__.keys(), Planet.EARTH.name, hash(Planet.EARTH) == hash(Planet.EARTH), type(Planet).__name__)
import pickle, copy; print(pickle.loads(pickle.dumps(Planet.MARS)) is Planet.MARS, copy.deepcopy(Weekday.TUE) is Weekday.TUE)
for f in (lambda: Planet.EARTH < Planet.MARS, lambda: Planet(1), lambda: Planet["X"], lambda: type("E", (Planet,), {}), lambda: setattr(Planet.EARTH, "name", 1), lambda: Perm("x"), lambda: Planet.EARTH.nope, lambda: enum.unique(enum.Enum("D", {"a": 1, "b": 1})), lambda: enum.Enum("D", "a a"), lambda: "x" in Planet):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
