"""Attributes of classes whose metaclass is Python code, which may change."""
from enum import Enum
class Kind(Enum):
    A = 1
    B = 2
class Meta(type):
    def __getattr__(cls, name): return "hook " + name
class C(metaclass=Meta):
    x = 1
    def f(self=None): return "f"
class D(C): pass
class Odd(type):
    def __getattribute__(cls, name): return "odd " + name
class E(metaclass=Odd):
    x = 2
class Plain:
    x = 3
    f = staticmethod(lambda: "plain")
def read(c): return c.x
def call(c): return c.f()
def missing(c): return c.nothing
print([read(c) for c in (C, C, D, E, Plain, C, D, E)], [call(c) for c in (C, C, D, Plain, C)], missing(C), missing(D))
print([k for k in (Kind.A, Kind.B)], [Kind.A.value for _ in range(3)])
for i in range(4):
    print(read(C), read(D), call(C))
    if i == 0: Meta.x = "not data"
    if i == 1: Meta.x = property(lambda cls: "data of " + cls.__name__); Meta.f = property(lambda cls: lambda: "meta f")
    if i == 2: del Meta.x; C.x = 5; Meta.__getattribute__ = lambda cls, name: "all " + name if name != "f" else lambda: "all f"
class M2(type): pass
class F(metaclass=M2): x = 1
for i in range(3):
    print(read(F))
    if i == 0: F.x = 7
    if i == 1: del F.x; F.__class__ = Meta
def kinds():
    total = 0
    for k in (Kind.A, Kind.B, Kind.A):
        if k is Kind.A: total += 1
        if k is Kind.B: total += 10
    try: Kind.C
    except AttributeError as e: print(e)
    return total
print(kinds())
