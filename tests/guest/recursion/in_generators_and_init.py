def g(n):
    yield n
    yield from g(n + 1)
try:
    for x in g(0): pass
except RecursionError:
    print("generator", x > 100)
class I:
    def __init__(self): I()
class N:
    def __new__(cls): return cls()
class D:
    def __get__(self, o, t): return o.d
class Use: d = D()
class P:
    @property
    def p(self): return self.p
class S:
    def __setattr__(self, n, v): self.q = v
class G:
    def __getattribute__(self, n): return self.x
class M(type):
    def __call__(cls): return cls()
class MC(metaclass=M): pass
class Str:
    def __str__(self): return f"{self}"
class B:
    def __bool__(self): return not self
class E:
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
def ent():
    with E(): pass
for f in (I, N, lambda: Use().d, lambda: P().p, lambda: setattr(S(), "a", 1), lambda: G().y, MC, lambda: str(Str()), lambda: bool(B()), ent, lambda: sorted([1, 2], key=lambda k, r=None: f2(k))):
    def f2(k): return sorted([k], key=f2)
    try:
        f()
    except RecursionError:
        print("caught")
import sys
def under():
    try:
        under()
    finally:
        pass
try:
    under()
except RecursionError:
    print("unwound", len(sys.exc_info()) == 3)
