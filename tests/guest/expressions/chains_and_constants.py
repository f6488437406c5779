"""Chained comparisons as conditions, augmented assignment with constants and to items, one mapping for **."""
import traceback
class L:
    def __init__(s, n): s.n = n
    def __lt__(s, o): print("lt", s.n, getattr(o, "n", o)); return s.n < getattr(o, "n", o)
    def __le__(s, o): print("le", s.n, getattr(o, "n", o)); return s.n <= getattr(o, "n", o)
    def __gt__(s, o): print("gt", s.n, getattr(o, "n", o)); return s.n > getattr(o, "n", o)
    def __iadd__(s, o): print("iadd", o); s.n += o; return s
    def __add__(s, o): return "added"
def f(v): print("f", v); return L(v)
def chain(a, b, c):
    if a < b < c: print("yes")
    else: print("no")
    if not a < b <= c: print("not")
    while a < b < c:
        c = b
    print(1 if 0 < b.n < 10 else 2, 1 if f(0) < b < f(9) else 2, [x for x in range(5) if 1 < x < 4])
    if a < b < c or f(1) < b < f(2): print("or")
    if a < b is b < c: print("is")
    if a is b is None or None is c is None: print("none")
    if "a" <= "b" <= "c": print("letters")
    if 1 < b.n < 3 < a.n: print("four")
    return a.n < b.n < c.n
print(chain(L(1), L(2), L(3)))
print(chain(L(3), L(2), L(1)))
def unbound():
    try:
        if 1 < x < 2: pass
    except UnboundLocalError as e: print(e)
    x = 1
unbound()
def walrus(y):
    if 0 < y < (y := 5): print("w", y)
    if 0 < (z := y) < 9: print(z)
walrus(3)
def aug(x, s, l, t):
    x += 1; x -= 2; x *= 3; x //= 2; x **= 2; x %= 7; x <<= 2; x >>= 1; x |= 8; x &= 12; x ^= 5; x /= 2
    s += "abc"; s *= 2; l += (1, 2); l *= 2
    t += 5
    t.n += 7
    return x, s, l, t.n
print(aug(10, "x", [0], L(1)))
for code in ("x = []; x += 1", "x = None; x -= 1", "x = 'a'; x @= 2", "x = {}; x |= 3", "x = object(); x <<= 1", "x = 1; x += 'a'", "x = 'a' ; x += 1",
             "x = 1\nx = x + 'a'", "x = 1; x /= 0", "x = []; y = x + 1"):
    def run():
        exec(code.replace("\n", ";"))
    try: run()
    except Exception as e: print(type(e).__name__, e)
class N:
    def __add__(s, o): return NotImplemented
    def __isub__(s, o): return NotImplemented
    def __sub__(s, o): return "sub"
def g(n):
    try: n += 1
    except TypeError as e: print(e)
    try: n + 1
    except TypeError as e: print(e)
    n -= 1
    print(n)
g(N())
def items(d, k, l):
    d[k] += 1
    d[k] *= 3
    d["z"] -= 1
    l[0] += [3]
    l[-1] += "y"
    d.setdefault("q", [])[:] += (5,)
    i = 0
    l[i] += l[i]
    try: d["none"] += 1
    except KeyError as e: print("KeyError", e)
    return d, l
print(items({"a": 1, "z": 2}, "a", [[1], "x"]))
def show(*a, **k): return a, k
class M:
    def keys(s): print("keys"); return ["p", "q"]
    def __getitem__(s, k): return k * 2
class D(dict):
    def __getitem__(s, k): return "own"
def stars():
    d = {"a": 1}
    print(show(**d), show(*[1], **d), show(1, *(2,), **M()), show(**D(x=1)), show(*"ab", **{}))
    for code in ("show(*1, **2)", "show(**1)", "show(*1)", "show(**{1: 2})", "len(**{'a': 1})", "dict(**M())", "dict(**d)",
                 "max(*[1, 2], **{'key': lambda v: -v})", "show(**d, **d)", "show(a=1, **d)", "str(**{'object': 5})"):
        try: print(code, eval(code, globals(), {"d": d}))
        except Exception as e: print(code, type(e).__name__, e)
    k = show(**d)[1]; k["b"] = 2; print(d)
stars()
def tb():
    x = [1]
    x[0] += "a"
try: tb()
except TypeError: print(traceback.format_exc())
def tb2(v):
    v += 1
try: tb2("a")
except TypeError: print(traceback.format_exc())
def tb3(a, b):
    if a < b < 3: pass
try: tb3(1, "a")
except TypeError: print(traceback.format_exc())
try: tb3(1, 2 if 0 else None)
except TypeError: print(traceback.format_exc())
