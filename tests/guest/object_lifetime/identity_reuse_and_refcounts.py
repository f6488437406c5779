import sys
class C: pass
a = C()
base = sys.getrefcount(a)
l = [a, a]; print(sys.getrefcount(a) - base)
d = {1: a}; t = (a,); print(sys.getrefcount(a) - base)
def f(x): return sys.getrefcount(x) - base
print(f(a) >= 1)
del l, d, t; print(sys.getrefcount(a) - base)
b = a; s = {a}; c = [a] * 10; print(sys.getrefcount(a) - base); b = s = c = None; print(sys.getrefcount(a) - base)
def g():
    try: raise ValueError(a)
    except ValueError as e: return e.args[0] is a
print(g(), sys.getrefcount(a) - base)
gen = (x for x in [a]); next(gen); gen = None; print(sys.getrefcount(a) - base)
m = [a.__init__, a.__repr__]; m = None; print(sys.getrefcount(a) - base)
for _ in range(100): f(a); [a][0]; (a, a)[1]; {a: a}[a]; a is a; a == a; str(a); isinstance(a, C)
print(sys.getrefcount(a) - base)
try: a.nope; 
except AttributeError as e: pass
print(sys.getrefcount(a) - base, sys.getrefcount(a) == base)
