def f0(): pass
def f1(a): pass
def f2(a, b): pass
def f3(a, b, c=1): pass
def k1(*, a): pass
def k2(*, a, b): pass
def k3(*, a, b, c): pass
def p1(a, /, b): pass
def m(a, *, k): pass
class C:
    def meth(self): pass
    def __init__(self, x): pass
tests = ["f0(1)", "f0(1, 2)", "f1()", "f1(1, 2)", "f2()", "f2(1)", "f3()", "f3(1, 2, 3, 4)", "f1(b=1)", "f1(1, a=1)", "f1(1, b=2)", "k1()", "k1(1)", "k2()", "k3()", "k1(a=1, b=2)", "p1(a=1, b=2)", "p1(1, a=2)", "p1()", "m(1, 2)", "m(1, 2, k=3)", "m()", "C()", "C(1, 2)", "C(1).meth(1)", "C.meth()", "f1(*[1, 2])", "f1(**{'z': 1})", "f3(1, 2, d=4)", "f2(1, 2, 3)", "f1(1, **{'a': 2})", "(lambda x: x)(1, 2)"]
for t in tests:
    try:
        eval(t)
        print(t, "fine")
    except TypeError as e:
        print(t, "->", e)
