t = (1, "a", 2.5)
print(t, (), (1,), t[0], t[-1], t[1:], t + (3,), t * 2, len(t), "a" in t, t.index("a"), t.count(1), tuple("ab"), tuple(), tuple([1]), tuple(t) is t, t[:] is t)
print((1, 2) < (1, 3), (1,) < (1, 0), (1, 2) == (1, 2), hash((1, 2)) == hash((1, 2)), ((1,), 2)[0], {(1, 2): "k"}[1, 2])
for f in (lambda: t[5], lambda: t.index(9), lambda: t + [1], lambda: t["a"], lambda: hash(([],)), lambda: t * "a", lambda: tuple(5), lambda: t.append(1), lambda: (1,) < (None,), lambda: t.__setitem__, lambda: t[1.5]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    t[0] = 1
except TypeError as e:
    print(e)
try:
    del t[0]
except TypeError as e:
    print(e)
a = 1, ; b = 1, 2; (c) = 3
print(a, b, c)
