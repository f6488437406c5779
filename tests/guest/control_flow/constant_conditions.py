def f():
    if 0: x = never()
    if 1: y = "one"
    while 0: never()
    while 1:
        break
    if not None: z = "z"
    if (): never()
    if "": never()
    if __debug__: d = 1
    return y, z, d
print(f())
def g():
    return "returned"
    print("dead")
def h():
    while True:
        if True: return 1
        yield
print(g(), type(h()).__name__, list(h()))
def u():
    if 0: v = 1
    try:
        return v
    except UnboundLocalError as e:
        return str(e)
print(u(), 1 if 0 else 2, (0 or 5) and 7, not 0 and "x", -1 ** 2, "a" * 3, (1, 2)[1], 3 < 5 < 4, 2 ** 10 % 7, 1 // 1 and None)
for t in ("1/0", "'a' * -1", "2 ** -1", "1 << 3", "(1).__class__", "-(-5)", "~0", "not ...", "'a' 'b' * 2", "1 if True else undefined", "[1, 2, 3][-1]", "5 in (1, 5)", "5 in [1, 2]", "None or 'd'"):
    try:
        print(t, eval(t))
    except ZeroDivisionError as e:
        print(t, e)
