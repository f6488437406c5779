def f(self, x): return (self, x)
print(f.__get__(5)(6), f.__get__(None, int) is f, f.__get__(5, int).__self__)
class A:
    g = f
    l = len
    c = classmethod(f)
    s = staticmethod(f)
    p = property(lambda self: "prop")
print(A().g(1)[1], A.g(1, 2), A.c(3), A.s(1, 2), A.__dict__["p"].__get__(A()), A.__dict__["p"].__get__(None, A) is A.p)
try:
    A().l()
except TypeError as e:
    print(e)
try:
    f.__get__(None)
except TypeError as e:
    print(e)
print(A().l([1, 2]), int.__add__.__get__(5)(3), str.upper.__get__("ab")(), type(int.__add__).__name__, type((5).__add__).__name__, type([].append).__name__, type(list.append).__name__, type(int.__dict__["real"]).__name__, type(type.__dict__["__name__"]).__name__ )
for g in (lambda: list.append(), lambda: list.append(5, 1), lambda: str.upper(5), lambda: int.__add__("a", 1), lambda: int.__dict__["real"].__get__("a"), lambda: list.append.__get__(5)):
    try:
        g()
    except TypeError as e:
        print(e)
