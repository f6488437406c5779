def g():
    x = yield 1
    print("got", x)
    try:
        y = yield 2
    except ValueError as e:
        print("caught", e)
        y = "from except"
    print("y", y)
    z = yield 3
    return z
i = g()
print(next(i), i.send("a"), i.throw(ValueError("boom")))
try:
    i.send("ret")
except StopIteration as e:
    print("value", e.value)
print(next(i, "exhausted"))
j = g()
for f in (lambda: j.send(5), lambda: j.throw(KeyError("early")), lambda: next(j), lambda: j.throw(5), lambda: j.throw(ValueError, ValueError("x"), 5)):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)
