class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def f():
    x = D("frame local")
    raise ValueError("v")
try:
    f()
except ValueError as e:
    print("handling")
print("after")
saved = None
try:
    f()
except ValueError as e:
    saved = e
print("saved")
saved = None
print("released")
def g():
    try:
        f()
    except ValueError:
        print("g handler")
        return "ret"
print(g())
try:
    try:
        f()
    finally:
        print("finally")
except ValueError:
    print("outer")
print("end")
def h(d):
    raise KeyError
try:
    h(D("argument"))
except KeyError:
    pass
print("h over")
