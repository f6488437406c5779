class D:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name
    def __get__(self, o, t=None): return (self.name, o is None)
class A:
    x = D()
    y = z = D()
print(A.x, A().y, A.z)
A.w = D()
class Bad:
    def __set_name__(self, o, n): raise ValueError("nope")
try:
    class B:
        q = Bad()
except RuntimeError as e:
    print(e, "|", repr(e.__cause__))
