class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        Base.registry.append((cls.__name__, tag))
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item!r}]"
class A(Base, tag=1): pass
class B(A): pass
print(Base.registry, Base[int], A[1, "x"])
try:
    class C(Base, other=1): pass
except TypeError as e:
    print(e)
try:
    class D(foo=1): pass
except TypeError as e:
    print(e)
for f in (lambda: int[0], lambda: object[1], lambda: A()[0]):
    try:
        f()
    except TypeError as e:
        print(e)
print(list[int], dict[str, list[int]], tuple[int, ...], list[int] == list[int], list[int]([1]), type(list[int]).__name__, list[int].__origin__, dict[str, int].__args__)
