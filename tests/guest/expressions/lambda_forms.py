print((lambda: 5)())
print((lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 4, 5, k=6, z=7))
print((lambda *, a: a)(a=1))
print([f(2) for f in [lambda x: x + 1, lambda x: x * 10]])
print([f() for f in [lambda: i for i in range(3)]])
print([f() for f in [lambda i=i: i for i in range(3)]])
print((lambda x: (yield x))(1).__next__())
f = lambda: 0
print(f.__name__, f.__qualname__)
try:
    (lambda x: x)()
except TypeError as e:
    print(e)
