def a():
    x = "a"
    def b():
        nonlocal x
        x += "b"
        def c():
            nonlocal x
            x += "c"
            def d(): return x
            return d
        return c
    return b, lambda: x
b, get = a(); d = b()(); print(d(), get()); b(); print(d())
def p():
    v = 1
    def q():
        def r(): return v
        return r
    v = 2
    return q()()
print(p())
def s(n):
    if n: return [lambda: n] + s(n - 1)
    return []
print([f() for f in s(3)])
def u():
    t = 1
    def w(): return t
    del t
    try: return w()
    except NameError as e: return str(e)
print(u())
def k(arg):
    def inner():
        nonlocal arg
        arg *= 2
        return arg
    return inner(), inner(), arg
print(k(3))
def loop():
    out = []
    for i in range(3):
        def f(): return i
        out.append(f)
    i = "end"
    return [f() for f in out]
print(loop())
def exc():
    try: raise ValueError("v")
    except ValueError as e: f = lambda: e
    try: f()
    except NameError as x: return str(x)
print(exc())
def cls():
    name = "outer"
    class C:
        name = "class"
        def m(self): return name
        n = [name for _ in "a"]
    return C().m(), C.n
print(cls(), (lambda x: lambda y: lambda z: (x, y, z))(1)(2)(3))
