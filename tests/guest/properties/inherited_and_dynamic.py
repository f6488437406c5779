class Base:
    def __init__(self): self._v = 1
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x): self._v = x
    @property
    def twice(self): return self.v * 2
class Sub(Base):
    @property
    def v(self): return super().v + 100
class Sub2(Base):
    @Base.v.setter
    def v(self, x): Base.v.fset(self, x * 10)
class Sub3(Base): v = 5
for c in (Base, Sub, Sub2, Sub3):
    o = c()
    try: o.v = 3
    except AttributeError as e: print(e)
    print(c.__name__, o.v, o.twice, vars(o))
class Dyn:
    def __init__(self, **k):
        for n, v in k.items(): self.__dict__["_" + n] = v; setattr(type(self), n, property(lambda s, n=n: ("get", s.__dict__["_" + n])))
d = Dyn(a=1, b=2); print(d.a, d.b, Dyn(a=9, b=8).a)
class Temp:
    def __init__(self, c): self.c = c
    f = property(lambda s: s.c * 9 / 5 + 32, lambda s, f: setattr(s, "c", (f - 32) * 5 / 9), None, "Fahrenheit")
t = Temp(100); print(t.f); t.f = 32; print(t.c, Temp.f.__doc__, Temp.f.fget(t))
t.f += 18; print(t.c)
class CP:
    @classmethod
    @property
    def name(cls): return cls.__name__
    @staticmethod
    def s(): return 1
print(CP.name, CP().name)
class Err:
    @property
    def p(self): return self.missing
    def __getattr__(self, n): return f"fallback for {n}"
print(Err().p)
