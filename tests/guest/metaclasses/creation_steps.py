class M(type):
    @classmethod
    def __prepare__(m, name, bases, **kw):
        print("prepare", name, bases, kw)
        return {"injected": 1}
    def __new__(m, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(m, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        print("call", cls.__name__, a, k)
        return super().__call__(*a, **k)
class A(metaclass=M, opt=5):
    x = injected + 1
    def __init__(self, v): self.v = v
a = A(7)
class B(A): pass
print(a.v, A.x, type(B).__name__, B.injected, isinstance(A, M))
C = M("C", (A,), {"y": 2})
print(C.y, C.__module__, C.__qualname__)
