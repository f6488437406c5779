log = []
class Root:
    def __init__(self, **kw): log.append(("Root", kw))
class A(Root):
    def __init__(self, a, **kw):
        log.append("A in"); super().__init__(**kw); log.append("A out")
class B(Root):
    def __init__(self, b=2, **kw):
        log.append("B in"); super().__init__(**kw); log.append("B out")
class C(A, B):
    def __init__(self, **kw):
        log.append("C in"); super().__init__(**kw); log.append("C out")
C(a=1, b=5, z=9)
print(log)
class Mixin:
    def save(self): return "mixin>" + super().save()
class Store:
    def save(self): return "store"
class S(Mixin, Store): pass
print(S().save())
try:
    Mixin().save()
except AttributeError as e:
    print(e)
