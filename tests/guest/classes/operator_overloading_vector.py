class V:
    def __init__(s, *c): s.c = c
    def __repr__(s): return f"V{s.c}"
    def __add__(s, o): return V(*map(sum, zip(s.c, o.c)))
    def __sub__(s, o): return s + -o
    def __neg__(s): return V(*(-x for x in s.c))
    def __mul__(s, o): return sum(a * b for a, b in zip(s.c, o.c)) if isinstance(o, V) else V(*(x * o for x in s.c))
    __rmul__ = __mul__
    def __eq__(s, o): return isinstance(o, V) and s.c == o.c
    def __hash__(s): return hash(s.c)
    def __len__(s): return len(s.c)
    def __getitem__(s, i): return V(*s.c[i]) if isinstance(i, slice) else s.c[i]
    def __iter__(s): return iter(s.c)
    def __bool__(s): return any(s.c)
    def __abs__(s): return sum(x * x for x in s) ** 0.5
    def __round__(s, n=0): return V(*(round(x, n) for x in s))
    def __int__(s): return int(abs(s))
    def __float__(s): return float(abs(s))
    def __complex__(s): return complex(*s.c[:2])
    def __contains__(s, x): return x in s.c
    def __matmul__(s, o): return "matmul"
    def __invert__(s): return V(*reversed(s.c))
    def __pos__(s): return s
    def __divmod__(s, k): return V(*(x // k for x in s)), V(*(x % k for x in s))
    def __floor__(s): return "floor"
    def __ceil__(s): return "ceil"
    def __trunc__(s): return "trunc"
a, b = V(1, 2), V(3, 4)
import math
print(a + b, a - b, a * b, a * 3, 3 * a, a == V(1, 2), len({a, V(1, 2)}), a[0], b[:1], [*a], bool(V(0)), abs(b), round(V(1.26, 2.0), 1), int(b), float(b), complex(a), 4 in b, a @ b, ~a, +a is a, divmod(b, 2), math.floor(a), math.ceil(a), math.trunc(a))
try:
    a + 5
except AttributeError as e:
    print(e)
