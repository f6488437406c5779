"""Classes made by attrs: slots, validators, converters, ordering, frozen ones, evolve, asdict."""

import copy
import pickle
import traceback
from typing import List, Optional

import attr
import attrs
from attrs import Factory, define, field, frozen, validators


@define(order=True)
class Point:
    x: int = field(default=0, converter=int, validator=validators.instance_of(int))
    y: int = field(default=0, converter=int)


@define
class Segment:
    a: Point
    b: Point = Factory(lambda self: Point(self.a.y, self.a.x), takes_self=True)
    tags: List[str] = field(factory=list, repr=lambda v: "|".join(v))
    cached: Optional[int] = field(default=None, eq=False, init=False, repr=False)

    @tags.validator
    def check(self, attribute, value):
        if len(value) > 3:
            raise ValueError(f"{attribute.name}: too many tags: {len(value)}")

    def __attrs_post_init__(self):
        self.cached = abs(self.a.x - self.b.x) + abs(self.a.y - self.b.y)


@frozen
class Version:
    major: int
    minor: int = 0
    name: str = field(kw_only=True, default="v", metadata={"doc": "the name"}, on_setattr=None)


@attr.s(auto_attribs=True, hash=True, slots=False)
class Old:
    a: int
    b: str = attr.ib(default="x", cmp=False)
    c = attr.ib(default=3, type=float) if False else attr.Factory(dict)


@attr.s
class Plain:
    a = attr.ib(converter=attr.converters.optional(float))
    b = attr.ib(default=None, validator=attr.validators.optional(attr.validators.in_("abc")))
    c = attr.ib(init=False)

    @c.default
    def _c(self):
        return self.a


@define
class Child(Segment):
    extra: dict = field(factory=dict, validator=validators.deep_mapping(
        validators.instance_of(str), validators.and_(validators.ge(0), validators.lt(10))))


def attempt(what, *args, **kwargs):
    try:
        print(what(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, *[str(a)[:140] for a in error.args if not callable(a)])


p, s = Point("3", 4.9), Segment(Point(1, 5), tags=["t", "u"])
print(p, s, s.cached, Version(1, name="first"), Old(1), Plain("2.5"), Child(p, extra={"k": 3}))
print(sorted([Point(3, 1), Point(1, 2), Point(1, 1)]), Point(1) < Point(2), Point(1) == Point("1"), hash(Version(1)) == hash(Version(1)))
attempt(Point, "no number")
attempt(Segment, p, tags=list("abcd"))
attempt(Child, p, extra={"k": 30})
attempt(Child, p, extra={1: 3})
attempt(Plain, 1, "z")
attempt(Version)
attempt(Version, 1, 2, 3)
attempt(setattr, Version(1), "major", 2)
attempt(setattr, s, "unknown", 2)
attempt(setattr, p, "x", "17")
attempt(setattr, p, "x", "seventeen")
attempt(hash, p)
print(p, attrs.asdict(s), attrs.astuple(s), attrs.evolve(Version(1, 2), minor=9))
print(attr.asdict(s, filter=attr.filters.exclude(attr.fields(Segment).cached), value_serializer=lambda i, a, v: repr(v)))
for f in attrs.fields(Child):
    print(f.name, f.type, f.kw_only, f.init, f.inherited, f.metadata, f.default is attrs.NOTHING)
print(Point.__slots__, Segment.__match_args__, Point.__init__.__annotations__, Child.__init__.__doc__)
made = attr.make_class("Made", {"x": attr.ib(default=1), "y": attr.ib(factory=list)}, bases=(object,), order=True)
print(made(), made(2) > made(1), pickle.loads(pickle.dumps(s)) == s, copy.deepcopy(s) == s, copy.copy(p) is p)
match s:
    case Segment(Point(x, y), Point(x=u)):
        print(x, y, u)
attr.resolve_types(Child)
print(attr.fields_dict(Child)["a"].type, attr.has(Child), attr.has(int), attr.validate(s))
import inspect
print(inspect.signature(Child), inspect.getsource(Child.__init__))
try:
    attr.s(auto_attribs=True)(type("Bad", (), {"a": attr.ib(), "__annotations__": {}}))
except Exception as error:
    print("".join(traceback.format_exception_only(error)))


@define
class Node:
    value: int
    left: "Optional[Node]" = None
    right: "Optional[Node]" = None

    def insert(self, value):
        side = "left" if value < self.value else "right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Node(value))
        else:
            child.insert(value)

    def depth(self):
        return 1 + max((n.depth() for n in (self.left, self.right) if n), default=0)


root = Node(500)
for i in range(6000):
    root.insert((i * 7919) % 10007)
print(root.depth(), len(repr(root)), len(str(attr.asdict(root))), root == copy.deepcopy(root))
