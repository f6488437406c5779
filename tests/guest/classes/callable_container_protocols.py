class C:
    def __call__(self, *a, **k): return a, k
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return i
        if i >= 3: raise IndexError(i)
        return i * 10
    def __contains__(self, x): return x == "in"
    def __iter__(self): return iter("iter")
    def __reversed__(self): return iter("rev")
    def __hash__(self): return 7
    def __index__(self): return 1
    def __enter__(self): return "entered"
    def __exit__(self, *a): print("exit", a)
c = C()
print(c(1, x=2), len(c), c[1], c[1:2], "in" in c, "x" in c, list(c), list(reversed(c)), hash(c), [5, 6][c], bin(c), bool(c))
with c as v:
    print(v)
class NC:
    __call__ = None
for f in (lambda: NC()(), lambda: len(5), lambda: 1 in 5, lambda: iter(5), lambda: reversed(5), lambda: next(5), lambda: [1][NC()], lambda: {1: 2}["k"]):
    try:
        f()
    except (TypeError, KeyError) as e:
        print(type(e).__name__, str(e)[:40])
class L:
    def __len__(self): return "x"
class L2:
    def __len__(self): return 2**70
for k in (L, L2):
    try:
        len(k())
    except (TypeError, OverflowError) as e:
        print(e)
x = C()
x.__call__ = lambda: "instance call ignored"
x.__len__ = lambda: 99
print(x(), len(x))
