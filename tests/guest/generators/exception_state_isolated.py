import sys
def g():
    print("start", sys.exc_info()[0])
    try:
        raise KeyError("in gen")
    except KeyError:
        yield "mid"
        print("resumed", sys.exc_info()[0])
    print("after", sys.exc_info()[0])
    yield "end"
i = g()
try:
    raise ValueError("outer")
except ValueError:
    print(next(i), sys.exc_info()[0])
print(sys.exc_info()[0])
try:
    raise TypeError("second")
except TypeError:
    print(next(i), sys.exc_info()[0])
def h():
    try:
        yield
    except ValueError as e:
        raise RuntimeError("new") from e
k = h(); next(k)
try:
    k.throw(ValueError("v"))
except RuntimeError as e:
    print(repr(e.__cause__), repr(e.__context__))
def rethrow():
    try:
        raise OSError("first")
    except OSError:
        try:
            yield
        except KeyError as e:
            print("ctx", repr(e.__context__))
            raise
r = rethrow(); next(r)
try:
    r.throw(KeyError("thrown"))
except KeyError as e:
    print(repr(e), repr(e.__context__))
