def t(x):
    print("eval", x)
    return x
def f(*a, **k): print("call", a, k)
f(t(1), *t([2, 3]), t(4), k=t(5), **t({"z": 6}))
def missing():
    print("callee evaluated")
    raise LookupError("no function")
try:
    missing()(t("never"))
except LookupError as e:
    print(e)
class O:
    def __getattr__(self, n):
        print("getattr", n)
        return lambda *a: print("method", n, a)
O().go(t("arg"))
try:
    None.foo(t("not evaluated"))
except AttributeError as e:
    print(e)
try:
    (5)(t("evaluated"))
except TypeError as e:
    print(e)
f(*(t(i) for i in range(2)))
