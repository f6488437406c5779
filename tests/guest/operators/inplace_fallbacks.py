class V:
    def __init__(s, x): s.x = x
    def __add__(s, o): return V(s.x + getattr(o, "x", o))
    def __radd__(s, o): return V(o + s.x)
    def __mul__(s, o): return V(s.x * o)
    def __imul__(s, o): s.x *= o; s.inplace = True; return s
    def __itruediv__(s, o): return "not self"
    def __repr__(s): return f"V{s.x}"
a = b = V(3)
a += 1
print(a, b)
a = b
a *= 2
print(a is b, b, b.inplace)
a /= 2
print(a)
c = 5
c += V(1)
print(c)
l = [V(1)]
l[0] += 1
print(l)
class H: pass
h = H(); h.v = V(1)
h.v += 5; h.v *= 2
print(h.v)
s = "a"; s *= 3; t = (1,); t += (2,); f = frozenset([1]); f |= {2}; n = None
print(s, t, sorted(f))
for stmt in ("n += 1", "s -= 1", "t += [1]", "l += 5", "n @= 1", "s += 1", "undefined += 1", "h.q += 1", "(1).real += 1", "l['a'] += 1", "5 .x += 1"):
    try:
        exec(stmt)
    except Exception as e:
        print(stmt, type(e).__name__, e)
l += "xy"; l *= 2
print(l)
