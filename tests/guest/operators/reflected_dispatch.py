class A:
    def __add__(self, o): print("A.add"); return NotImplemented
    def __radd__(self, o): print("A.radd"); return "A.radd"
    def __lt__(self, o): print("A.lt"); return NotImplemented
    def __eq__(self, o): print("A.eq"); return NotImplemented
class B(A):
    def __radd__(self, o): print("B.radd"); return "B.radd"
    def __gt__(self, o): print("B.gt"); return "B.gt"
class C:
    def __radd__(self, o): print("C.radd"); return NotImplemented
print(A() + B())
print(A() + C() if False else 1 + A())
for f in (lambda: A() + C(), lambda: A() + A(), lambda: A() < 5, lambda: C() + 1):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(A() < B(), A() == B(), A() == 1, A() != A())
class D(int):
    def __radd__(self, o): return "D.radd"
    def __rsub__(self, o): return "D.rsub"
print(1 + D(2), 1.0 + D(2), 5 - D(1), D(1) + D(1), D(1) + 1, sum([D(1)]))
class E:
    __add__ = None
    def __radd__(self, o): return "radd"
try:
    E() + 1
except TypeError as e:
    print(e)
print(1 + E())
class R(str):
    def __rmod__(self, o): return "rmod"
    def __radd__(self, o): return "radd"
print("%s" % R("x"), "a" + R("b"), [1] * D(2))
