def f(x):
    if x > 2:
        raise ValueError(f"x is {x}")
    return x
def g(*args): return sum(args)
result = g(f(1), f(2)) + g(f(2), f(3), f(4))
