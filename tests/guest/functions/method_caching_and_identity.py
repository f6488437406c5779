class C:
    def f(self): return 1
    g = f
    h = lambda self: 2
c = C()
print(C.f is C.f, C.g is C.f, c.f is c.f, c.f == c.f, c.g == c.f, c.f.__func__ is C.f, C.h.__name__, hash(c.f) == hash(c.f), {c.f: 1}[c.f], C().f == c.f)
m = c.f
C.f = lambda self: "new"
print(m(), c.f(), c.g())
def outer():
    def inner(): pass
    return inner
print(outer() is outer(), outer().__code__ is outer().__code__, outer().__qualname__)
l = [].append
l(5); print(l.__self__, l.__name__, "abc".upper is "abc".upper, "abc".upper == "abc".upper, [].append == [].append)
print(len is len, len == len, print.__qualname__, str.join.__qualname__, "".join.__qualname__, int.from_bytes.__qualname__, dict.fromkeys.__self__)
