def t(x, tag):
    print(tag, x, end="; ")
    return x
print({t(k, "key"): t(k + 10, "val") for k in t([1, 2], "iter")})
print([t(i, "e") for i in t(range(2), "outer") if t(1, "if") for j in t([0], "inner")])
g = (t(i, "gen") for i in t([1, 2], "first"))
print("created")
print(list(g))
try:
    (i for i in 5)
except TypeError as e:
    print(e)
h = (j for i in [1] for j in 5)
try:
    next(h)
except TypeError as e:
    print(e)
print([i for i in range(5) if (lambda v: v % 2)(i)], *[*(i for i in range(2))])
