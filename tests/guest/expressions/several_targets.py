"""Assignments of several values to several targets, and sorted() with and without arguments."""
import traceback
class T:
    def __init__(s, log): s.log = log
    def __setattr__(s, n, v):
        if n != "log": s.log.append((n, v))
        object.__setattr__(s, n, v)
    def __setitem__(s, k, v): s.log.append((k, v))
log = []
def value(x): log.append(x); return x
def run():
    t = T(log)
    a, b = 1, 2
    a, b = b, a
    t.x, t[value("k")], c = value(1), value(2), value(3)
    [d, e] = value(4), a
    i = 0; l = [5, 6, 7]
    i, l[i] = 1, "x"
    l[0], l[1], l[2] = l[2], l[0], l[1]
    (f, g), h = (1, 2), 3
    (f, g), h = h, (f, g) if 0 else 0
def run2():
    a, b, c, d = 1, [2], {3}, (4,)
    a, b, c, d = d, c, b, a
    (x, y), z = [a, b], c
    p, (q, r) = a, (b, c)
    m, = b,
    n, *o = a, b, c
    s, t = *a, 5
    return a, b, c, d, x, y, z, p, q, r, m, n, o, s, t
try: run()
except TypeError as e: print(e)
print(log); print(run2())
def late():
    try:
        a, b = 1, undefined
    except NameError as e: print(e)
    try: print(a)
    except UnboundLocalError as e: print(e)
    a, b = 1, 2
    a, b = b, a + b
    return a, b
print(late())
class K:
    a, b = 1, 2
    b, a = a, b
print(K.a, K.b)
x, y = "m", "n"
x, y = y, x
print(x, y)
def deep(n):
    for n, m in [(1, 2)]: n, m = m, n
    return n, m
print(deep(0))
print(sorted([3, 1, 2]), sorted("bca", key=None), sorted({2: 0, 1: 0}, key=lambda v: -v), sorted([1, 2], reverse=True), sorted([2, 1], key=str, reverse=0))
for bad in ("sorted()", "sorted([1], 2)", "sorted([1], foo=1)", "sorted([1, 'a'])", "sorted(5)", "sorted([1], key=5)", "sorted(iterable=[1])"):
    try: print(eval(bad))
    except TypeError as e: print(bad, e)
l = [3, 2, 1]
def mean(v):
    l.append(v)
    return v
print(sorted(l, key=mean), l)
def g():
    got = yield 1
    print("got", got)
    yield got
it = g(); print(next(it), it.send(7), next(it, "end"), list(x for x in range(3)), sum(x for x in (1, 2)))
def thrower():
    try: yield 1
    except ValueError as e: yield str(e)
it = thrower(); next(it); print(it.throw(ValueError("v")))
for ch in "aé€": print(ch, end=" ")
print("%d%%" % 5)
try: [][1]
except IndexError as e: print(e)
