"""*args and **kwargs beside keywords and defaults, with and without errors."""
def f(a, *args, k=1, **kw): return a, args, k, kw
print(f(1), f(1, 2, 3), f(1, k=3, z=4, y=5), f(1, 2, *[3, 4], **{'q': 1}, k=9))
def g(a, b=2, *rest, c=3, **more): return a, b, rest, c, more
print(g(1, 5, 6, 7, 8, 9, 10, c=4, d=5, e=6), g(b=1, a=2, x=3), g(1, c=2), g(c=5, a=6))
def h(*args): return args
def h2(**kw): return kw
print(h(), h(1, 2, 3), h2(), h2(a=1, b=2))
for bad in ("f()", "f(1, a=2)", "g(1, 2, 3, a=4)", "h(a=1)", "h2(1)", "g(1, b=3, *[4])", "g(b=1)"):
    try: print(eval(bad))
    except TypeError as e: print(bad, e)
