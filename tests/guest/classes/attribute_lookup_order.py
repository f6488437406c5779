class A:
    x = "class A"
    def m(self): return "A.m"
class B(A):
    pass
b = B()
print(b.x, B.x)
b.x = "instance"
print(b.x, A.x)
del b.x
print(b.x)
B.x = "class B"
print(b.x, A.x, B.__dict__["x"])
del B.x
print(b.x)
b.m = lambda: "instance m"
print(b.m(), B.m(b), b.__dict__.keys())
A.late = "added later"
print(b.late)
try:
    b.nope
except AttributeError as e:
    print(e, e.name, e.obj is b)
try:
    B.nope
except AttributeError as e:
    print(e)
try:
    del b.x
except AttributeError as e:
    print(e)
b.__class__ = A
print(type(b).__name__, isinstance(b, B))
b.__dict__ = {"x": "new dict"}
print(b.x, vars(b))
for v in (5, int):
    try:
        b.__class__ = v
    except TypeError as e:
        print(e)
try:
    b.__dict__ = 5
except TypeError as e:
    print(e)
