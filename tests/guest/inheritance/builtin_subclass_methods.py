class I(int):
    def __new__(cls, v, unit): o = super().__new__(cls, v); o.unit = unit; return o
    def __repr__(self): return f"{int(self)}{self.unit}"
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def first(self): return self[0]
class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
class F(float):
    def __eq__(self, o): return "float eq"
    __hash__ = float.__hash__
class E(Exception):
    def __str__(self): return "custom " + "/".join(map(str, self.args))
print(I(5, "kg"), I(5, "kg") + 1, T(1, 2).first(), T(1, 2) + (3,), type(T(1, 2)[:]).__name__)
d = D(a=1); d["b"] = 5; d.update(c=1); d.setdefault("e", 9)
print(d, F(1.0) == 1, F(1.0) + 1, str(E(1, 2)), repr(E(1)))
class S(str):
    __slots__ = ()
try:
    S("a").x = 1
except AttributeError as e:
    print(e)
class By(bytes):
    def extra(self): return self + b"!"
print(By(b"x").extra(), By(b"ab")[0], type(By(b"a") + b"").__name__)
try:
    class Z(int, str): pass
except TypeError as e:
    print(e)
class W(int, dict.__class__ and object): pass
print(W(3) + 1, I.__basicsize__ >= int.__basicsize__)
