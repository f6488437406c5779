class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def f(p):
    a = D("local a"); b = D("local b")
    print("end of f")
f(D("arg"))
print("--")
def g():
    a = D("a")
    return a
g()
print("--")
def h():
    D("expr")
    x = D("x")
    x = D("x2")
    del x
    y = D("y")
    try:
        raise ValueError
    except ValueError:
        print("handler")
    print("leaving h")
h()
print("--")
def args(*a, **k): print("in args")
args(D("p"), k=D("kw"))
def default(x=D("default kept")): pass
default()
print("--")
def loop():
    for x in [D(0), D(1)]:
        print("loop", x.n)
    print("loop done")
loop()
def cond():
    return D("left") and D("right").n
print(cond())
del default
