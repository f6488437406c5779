def inner():
    try:
        a = yield "i1"
        print("inner got", a)
        yield "i2"
    except KeyError as e:
        print("inner caught", e)
        yield "recovered"
    finally:
        print("inner done")
    return "inner result"
def outer():
    r = yield from inner()
    print("r =", r)
    r2 = yield from [10, 20]
    return r, r2
g = outer()
print(next(g), g.send("hello"), next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value)
g = outer(); next(g)
print(g.throw(KeyError("k")), g.gi_yieldfrom.__name__)
g.close()
def bad():
    yield from 5
try:
    next(bad())
except TypeError as e:
    print(e)
def sendlist():
    yield from [1, 2]
s = sendlist(); next(s)
try:
    s.send("x")
except AttributeError as e:
    print(e)
def rec(n):
    if n:
        yield n
        yield from rec(n - 1)
print(list(rec(50))[-3:], sum(rec(200)))
