from dataclasses import dataclass
import collections
@dataclass
class P:
    x: int
    y: int
class Q:
    __match_args__ = ("a",)
    def __init__(self, a, b): self.a, self.b = a, b
class NoArgs: z = 1
def m(v):
    match v:
        case P(0, 0): return "origin"
        case P(x=0, y=y): return f"on y {y}"
        case P(x, y) if x == y: return f"diag {x}"
        case P(): return "P"
        case Q(1, b=[p, q]): return f"Q list {p} {q}"
        case Q(a, b=P(x=1) as inner): return f"nested {a} {inner}"
        case NoArgs(z=w): return f"z {w}"
        case int(5): return "five"
        case str(s) if s: return s
        case dict() | list() as c: return type(c).__name__
        case collections.deque(): return "deque"
    return None
for v in (P(0, 0), P(0, 5), P(3, 3), P(1, 2), Q(1, [1, 2]), Q(7, P(1, 9)), Q(2, 3), NoArgs(), 5, "s", "", {}, [], collections.deque(), True):
    print(m(v))
class Bad1: __match_args__ = 5
class Bad2: __match_args__ = (5,)
def e(v, which):
    match v:
        case P(1, 2, 3) if which == 1: pass
        case _ if which == 1: return "no"
    match v:
        case Bad1(x): pass
    match v:
        case Bad2(x): pass
for v, w in ((P(1, 2), 1), (Bad1(), 0), (Bad2(), 0)):
    try:
        print(e(v, w))
    except TypeError as x:
        print(x)
notatype = 5
try:
    match 1:
        case notatype(): pass
except TypeError as x:
    print(x)
try:
    match P(1, 2):
        case P(1, x=1): pass
except TypeError as x:
    print(x)
try:
    match NoArgs():
        case NoArgs(1): pass
except TypeError as x:
    print(x)
