class A:
    pass
a = A()
a.__len__ = lambda: 5
a.__add__ = lambda o: 1
a.__str__ = lambda: "x"
a.__iter__ = lambda: iter([])
for f in (lambda: len(a), lambda: a + 1, lambda: iter(a), lambda: a[0], lambda: a < 1, lambda: -a, lambda: a @ a, lambda: a()):
    try:
        f()
    except TypeError as e:
        print(e)
A.__len__ = lambda self: 7
A.__add__ = lambda self, o: ("add", o)
A.__lt__ = lambda self, o: True
A.__neg__ = lambda self: "neg"
A.__call__ = lambda self, *x: x
A.__getitem__ = lambda self, i: i
print(len(a), a + 1, a < 1, -a, a(1), a[5])
del A.__len__
try:
    len(a)
except TypeError as e:
    print(e)
class Meta(type):
    def __len__(cls): return 42
    def __getattr__(cls, n): return "meta " + n
class B(metaclass=Meta):
    def __len__(self): return 1
print(len(B), len(B()), B.anything)
try:
    B().anything
except AttributeError as e:
    print(e)
