def g():
    while True:
        try:
            yield
        except Exception as e:
            print(type(e).__name__, e.args, e.__cause__)
i = g(); next(i)
i.throw(ValueError)
i.throw(ValueError, "msg")
i.throw(ValueError("inst"))
i.throw(KeyError, ("a", "b"))
i.throw(ValueError, None)
try:
    i.throw("string")
except TypeError as e:
    print(e)
try:
    i.throw(int)
except TypeError as e:
    print(e)
try:
    i.throw(ValueError("x"), "y")
except TypeError as e:
    print(e)
try:
    i.throw()
except TypeError as e:
    print(e)
try:
    i.throw(KeyboardInterrupt)
except KeyboardInterrupt:
    print("passed through")
print(next(i, "finished"))
