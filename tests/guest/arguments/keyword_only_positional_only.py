def f(a, b=2, /, c=3, *args, d, e=5, **kw): return (a, b, c, args, d, e, kw)
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(1, c=9, d=1, a=100, b=200), f(*[1, 2], **{"d": 3}))
def g(a, /, **kw): return a, kw
print(g(1, a=2))
def h(*, k=1): return k
print(h(), h(k=2))
def j(a, b, /): return a - b
print(j(5, 3), j(*[5, 3]))
def kw_order(**kw): return list(kw.items())
print(kw_order(z=1, a=2, m=3), kw_order(**{"b": 1}, c=2))
d = {"x": 1}
def keep(**kw):
    kw["new"] = 1
    return kw
print(keep(**d), d)
def same(*args): return args
t = (1, 2)
print(same(*t) is t, same() == ())
