fs = [lambda i=i: i for i in range(3)] + [lambda: i for i in range(3)]
print([f() for f in fs])
x = 0
r = [x := x + i for i in range(4)]
print(r, x)
def f():
    y = 1
    l = [(y := y * 2) for _ in range(4)]
    return l, y
print(f())
d = {}
[d.setdefault(k, []).append(v) for k, v in [(1, "a"), (2, "b"), (1, "c")]]
print(d, [(i, j) for i in range(3) for j in range(i, 3) if (i + j) % 2 == 0])
class C:
    a = [1, 2]
    b = [i * 2 for i in a]
    c = {k: k for k in a}
    d = sum(i for i in a)
    e = [m for m in (lambda s: s)(a)]
print(C.b, C.c, C.d, C.e)
print([[[k for k in range(j)] for j in range(i)] for i in range(3)], {i: {j: i * j for j in range(2)} for i in range(2)}, [*map(lambda t: [u for u in t], ["ab", "c"])])
def gen(): return [(yield_, 1) for yield_ in "ab"]
print(gen(), [a for a in [b for b in [c for c in range(3)]]], [i for i in range(10) if i % 2 if i % 3], [x if x else "z" for x in [0, 1]], [lambda: 0 for _ in "a"][0]())
try: [1 / i for i in (1, 0)]
except ZeroDivisionError: print("stopped")
z = [z for z in range(2)]; print(z); print({**{i: 1 for i in "a"}, "b": [i for i in ()]}, [i for i, in [(1,), (2,)]], [i for [i] in [[3]]], [a + b for a in "xy" for b in "12"])
