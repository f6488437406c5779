def f(a: int, b: "str" = 2, *args, c: float = 3, **kw) -> list:
    "Doc of f."
    x = 1
    return x
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__annotations__, f.__defaults__, f.__kwdefaults__, f.__closure__, f.__dict__)
f.tag = 5
print(f.tag, f.__dict__, vars(f))
c = f.__code__
print(c.co_name, c.co_argcount, c.co_kwonlyargcount, c.co_posonlyargcount, c.co_varnames, c.co_nlocals, c.co_firstlineno, c.co_flags & 0xC, c.co_freevars, c.co_cellvars)
f.__name__ = "renamed"; print(f.__name__, f.__qualname__)
for a, v in (("__name__", 5), ("__code__", 1), ("__defaults__", 3), ("__dict__", 2), ("__annotations__", 4), ("__closure__", None)):
    try:
        setattr(f, a, v)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
def g(): return "g body"
f.__code__ = g.__code__
print(f())
del f.__doc__
print(f.__doc__, type(f).__name__, callable(f), f == f, f != g)
