def counter(start=0):
    n = start
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
i, g = counter(5)
i(); i(10)
print(g(), counter()[1](), i.__closure__[0].cell_contents, i.__code__.co_freevars, counter.__code__.co_cellvars)
fs = []
for k in range(3):
    def f(k=k): return k, j
    fs.append(f)
j = "late"
print([f() for f in fs])
def make():
    fs = [lambda: v for v in range(3)]
    def g():
        return v2
    v2 = "assigned later"
    return [f() for f in fs], g()
print(make())
i.__closure__[0].cell_contents = 100
print(g())
