def add(a, b): return a + b
def ops(a, b): return a - b, a * b, a < b, a == b
vals = [(1, 2)] * 30 + [(1.5, 2.5)] * 30 + [("a", "b")] * 5 + [(1, 2.5), (2.5, 1), ([1], [2]), ((1,), (2,)), (2**62, 2**62), (2**70, 1), (True, True), (1, True), (b"a", b"b"), (1j, 1)] + [(3, 4)] * 10 + [(2**62 - 1, 1)]
seen = []
for p in vals:
    r = add(*p)
    if not seen or seen[-1] != (type(r).__name__, r): seen.append((type(r).__name__, r))
print(seen)
class V:
    def __init__(s, v): s.v = v
    def __sub__(s, o): return f"V-{o}"
    def __rsub__(s, o): return f"{o}-V"
    def __mul__(s, o): return "V*"
    __rmul__ = __mul__
    def __lt__(s, o): return "lt"
    def __gt__(s, o): return "gt"
    def __eq__(s, o): return "eq"
for p in [(1, 2)] * 20 + [(V(1), 2), (2, V(1)), (1.0, V(1)), (2.0, 3.0), (2**65, 2**64), (5, 3)]:
    r = ops(*p)
print(r, ops(V(1), 2), ops(2.0, V(1)), ops(2**65, 2.0), ops(-2**62, 1), ops(2**62 - 1, -1), ops(3037000500, 3037000500))
class I(int): pass
class F(float): 
    def __add__(s, o): return "F add"
for p in [(1, 2)] * 20 + [(I(1), 2), (1, I(2)), (F(1), 2), (1.0, F(2))]: r = add(*p)
print(add(I(1), 2), add(F(1), 2), add(1.0, F(2)), add(1, 2))
