T = type("T", (int,), {"double": lambda self: self * 2, "__doc__": "made"})
print(T(4).double(), T, T.__doc__, T.__module__, type(T), type(5), type(type))
for a in (("T",), ("T", ()), (5, (), {}), ("T", 5, {}), ("T", (), 5), ("T", (5,), {}), ("T", (), {}, 1), ("a\0b", (), {})):
    try:
        print(type(*a))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
class Sub(type): pass
try:
    Sub(5)
except TypeError as e:
    print(e)
print(type.__call__(int, "7"), type.__instancecheck__(int, 5), int.__class__, type.__mro__, object.__bases__, object.__base__)
try:
    type.__new__(int, "a", (), {})
except TypeError as e:
    print(e)
class Counted(type):
    count = 0
    def __new__(m, *a):
        Counted.count += 1
        return type.__new__(m, *a)
class P(metaclass=Counted): pass
class Q(P): pass
print(Counted.count, P.count, hasattr(P(), "count"))
