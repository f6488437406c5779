x = "global"
def f():
    x = "enclosing"
    class C:
        print(x)
        x = "class"
        print(x)
        def m(self): return x
        y = [x for _ in range(1)]
        z = (lambda: x)()
    return C
C = f()
print(C().m(), C.y, C.z, C.x)
class D:
    x = x + "!"
    def __init__(self): self.v = x
    @staticmethod
    def s(): return __class__
print(D.x, D().v, D.s())
def g():
    class E:
        nonlocal_name = 1
        def get(self): return __class__.nonlocal_name
    return E
print(g()().get())
