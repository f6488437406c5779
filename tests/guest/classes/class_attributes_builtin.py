class A:
    """Doc."""
    x = 1
    def f(self): "fdoc"
class B(A): pass
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, B.__doc__, A.__bases__, B.__mro__, B.__base__, A.__subclasses__(), A.f.__doc__)
print(sorted(A.__dict__), type(A.__dict__).__name__, A.__dictoffset__ > 0 or A.__dictoffset__ != 0, A.__basicsize__ >= 16)
A.__name__ = "Renamed"; A.__qualname__ = "Q.R"; A.__doc__ = "new"
print(A, A.__name__, A.__doc__)
for n, v in (("__name__", 5), ("__name__", "a\0b"), ("__bases__", ()), ("__bases__", (5,)), ("__mro__", 1), ("__dict__", {})):
    try:
        setattr(A, n, v)
    except Exception as e:
        print(type(e).__name__, e)
try:
    A.__dict__["y"] = 1
except TypeError as e:
    print(e)
for t in (int, object, type(None), type(len)):
    try:
        t.foo = 1
    except TypeError as e:
        print(e)
try:
    del int.real
except TypeError as e:
    print(e)
