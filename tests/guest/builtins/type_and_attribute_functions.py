class A:
    x = 1
a = A()
setattr(a, "y", 2)
print(getattr(a, "x"), getattr(a, "z", None), hasattr(a, "y"), hasattr(a, "q"), vars(a), callable(a), callable(A), id(a) == id(a), type(a) is A, isinstance(a, object))
delattr(a, "y")
for f in (lambda: getattr(a, 5), lambda: setattr(a, 5, 1), lambda: hasattr(a, 5), lambda: delattr(a, "y"), lambda: getattr(a, "zz"), lambda: vars(5), lambda: setattr(5, "a", 1), lambda: setattr(a, "not an identifier", 3), lambda: getattr(a, "not an identifier"), lambda: setattr(object(), "x", 1), lambda: object().x):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(abs(-5), abs(-2.5), bin(10), oct(8), hex(-255), divmod(-7, 2), pow(2, 5), round(2.567, 2), ord("a"), chr(8364), len({1: 2}), repr("a"), ascii("é"), hash("") == hash(""), bool([]), callable(len), format(3.14159, ".2f"), slice(1), ...)
print(dir(5)[:3], sorted(set(dir(object)) - set(dir(type)))[:5], print.__name__, print.__module__, len.__self__.__name__, len.__doc__ is not None, (5).__class__, int.__name__)
