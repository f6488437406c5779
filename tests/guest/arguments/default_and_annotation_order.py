def t(x):
    print(getattr(x, "__name__", x), end=" ")
    return x
def deco(f): print("applied", end=" "); return f
@t(deco)
def f(a: t("ann a") = t("def a"), *, b: t("ann b") = t("def b")) -> t("ret"): pass
print()
print(list(f.__annotations__), f.__defaults__, f.__kwdefaults__)
class C:
    x: t("field ann") = t("field val")
    y: int
    def m(self, q: t("m ann")): z: t("never evaluated") = 1; return z
print()
print(C.__annotations__, hasattr(C, "y"), C().m(1))
v: int
w: int = 5
(p): str = "x"
print(__annotations__)
class D: pass
D.attr: t("attr ann") = 3
print(D.attr)
