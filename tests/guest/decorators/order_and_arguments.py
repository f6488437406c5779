def d(n):
    print("make", n)
    def deco(f):
        print("apply", n, f.__name__)
        def wrapper(*a, **k):
            print("call", n)
            return f(*a, **k)
        return wrapper
    return deco
@d(1)
@d(2)
def f(x): return x * 2
print(f(5), f.__name__)
@(lambda c: print("class", c.__name__) or c)
class C: pass
@(lambda f: "replaced " + f.__name__)
def g(): pass
print(g)
x = [lambda f: "subscript"]
@x[0]
def h(): pass
print(h)
class D:
    @staticmethod
    @d(3)
    def s(): return "s"
    @classmethod
    @property
    def cp(cls): return cls.__name__
    @property
    @d(4)
    def p(self): return "p"
print(D.s(), D().p, D.cp)
