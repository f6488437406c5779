class R:
    saved = []
    def __del__(self):
        print("del", len(R.saved))
        R.saved.append(self)
r = R()
del r
print(len(R.saved))
R.saved.pop()
print("second death is silent", len(R.saved))
class Bad:
    def __del__(self): print("bad del")
b = Bad()
b.__del__ = lambda: print("instance del ignored")
del b
class Late: pass
l = Late()
Late.__del__ = lambda self: print("added after creation")
del l
class Base:
    def __del__(self): print("base del")
class Sub(Base):
    def __del__(self):
        print("sub del")
        super().__del__()
Sub()
class Slots:
    __slots__ = ("x",)
    def __del__(self): print("slots del", self.x)
s = Slots(); s.x = Sub(); del s
class I(int):
    def __del__(self): print("int sub del", int(self))
I(5)
class L(list):
    def __del__(self): print("list sub del", len(self))
L([Base()])
def gen():
    d = Sub()
    yield 1
g = gen(); next(g)
print("dropping gen")
g = None
