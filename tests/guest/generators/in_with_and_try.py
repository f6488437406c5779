class CM:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, *a): print("exit", self.n, a[0]); return self.n == "swallow"
def g():
    with CM("a"), CM("b"):
        yield 1
        yield 2
i = g(); next(i); i.close()
j = g(); next(j)
try:
    j.throw(ValueError("v"))
except ValueError as e:
    print("out", e)
def h():
    with CM("swallow"):
        yield 1
        print("unreachable")
    yield "after"
k = h(); next(k); print(k.throw(KeyError("k")))
def nested():
    for a in range(2):
        try:
            with CM(a):
                try:
                    yield a
                finally:
                    print("inner finally", a)
        finally:
            print("outer finally", a)
for x in nested():
    print("x", x)
    if x == 1: break
print("done")
