def f(x):
    with open("/dev/null") as fh:
        for i in range(5):
            with open("/dev/null"):
                try:
                    if i == x: return i, fh.closed
                finally:
                    y = i
    return "none", y, fh.closed
print(f(2), f(9))
def g():
    for i in range(3):
        try:
            try:
                yield i
            finally:
                print("in", i)
        finally:
            print("out", i)
for v in g():
    if v == 1: break
print("after")
def h(n):
    try:
        if n: return h(n - 1) + 1
        return 0
    finally:
        if n == 2: print("n is 2")
print(h(4))
def swallow():
    for _ in range(2):
        try:
            raise ValueError
        except ValueError as e:
            continue
        finally:
            try:
                raise KeyError
            except KeyError:
                pass
    return "ok"
print(swallow())
