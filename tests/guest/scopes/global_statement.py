n = 1
def f():
    global n, fresh
    n += 1
    fresh = "made"
f()
print(n, fresh)
def g():
    global n
    def h():
        return n
    n = 10
    return h()
print(g())
def k():
    n = "local"
    def inner():
        global n
        n = "set by inner"
    inner()
    return n
print(k(), n)
class C:
    global m
    m = "from class"
    o = 1
print(m, hasattr(C, "m"), C.o)
for t in ("def f(a):\n global a", "def f():\n x=1\n global x", "def f():\n print(x)\n global x", "nonlocal x", "def f():\n nonlocal zz", "def f(a):\n nonlocal a", "def f():\n global x\n nonlocal x", "x: int = 1\nglobal x", "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x"):
    try:
        exec(t)
        print("fine")
    except SyntaxError as e:
        print(e.msg, e.lineno)
