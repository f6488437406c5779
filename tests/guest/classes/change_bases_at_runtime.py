class A:
    def who(self): return "A"
class B:
    def who(self): return "B"
class C(A):
    def mine(self): return "C+" + self.who()
c = C()
print(c.mine(), C.__mro__[1].__name__)
C.__bases__ = (B,)
print(c.mine(), isinstance(c, A), isinstance(c, B), A.__subclasses__(), B.__subclasses__())
C.__bases__ = (A, B)
print(c.who(), [k.__name__ for k in C.__mro__])
def who(self): return "patched"
A.who = who
print(c.mine())
C.who = lambda self: "own"
print(c.mine())
del C.who
print(c.mine())
del A.who
print(c.mine())
try:
    C.__bases__ = (C,)
except TypeError as e:
    print(e)
try:
    A.__bases__ = (C,)
except TypeError as e:
    print(e)
try:
    del C.__bases__
except TypeError as e:
    print(e)
