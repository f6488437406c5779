try:
    try:
        try:
            raise ValueError("1")
        finally:
            raise KeyError("2")
    except KeyError:
        raise TypeError("3")
except TypeError as e:
    while e:
        print(repr(e))
        e = e.__context__
a = ValueError("a")
try:
    try:
        raise a
    except ValueError:
        raise a
except ValueError as e:
    print(e.__context__)
def f():
    try:
        raise KeyError("inner handled")
    except KeyError:
        pass
    raise ValueError("no context")
try:
    f()
except ValueError as e:
    print(e.__context__)
try:
    raise OSError("outer")
except OSError:
    try:
        f()
    except ValueError as e:
        print(repr(e.__context__))
e1, e2 = ValueError(1), ValueError(2)
e1.__context__ = e2
try:
    try:
        raise e1
    except ValueError:
        raise e2
except ValueError as e:
    print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
for v in (5, "x"):
    for n in ("__cause__", "__context__", "__traceback__", "args"):
        try:
            setattr(e1, n, v)
            print(n, getattr(e1, n))
        except TypeError as e:
            print(e)
