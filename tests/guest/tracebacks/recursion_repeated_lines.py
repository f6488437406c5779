def f(n):
    return g(n)
def g(n):
    if n == 0:
        raise ValueError("bottom")
    return f(n - 1)
def h(n):
    if n == 0: raise KeyError("h")
    h(n - 1)
try:
    h(20)
except KeyError:
    import traceback; traceback.print_exc()
f(3)
