import types, sys
m = types.ModuleType("mod", "doc")
print(m, m.__name__, m.__doc__, sorted(vars(m)), m.__spec__)
m.x = 1
del m.x
for f in (lambda: m.x, lambda: types.ModuleType(), lambda: types.ModuleType(5), lambda: delattr(m, "nope"), lambda: sys.nope, lambda: setattr(m, "__dict__", {})):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
class M(types.ModuleType):
    @property
    def p(self): return "prop"
    def __getattr__(self, n): return f"dyn {n}"
m.__class__ = M
print(m.p, m.zzz, type(m).__name__)
print(sys, __name__, sys.modules["__main__"].__dict__ is globals(), __spec__, __package__, __doc__, __file__.rsplit("/", 1)[1], __builtins__)
del m.__name__
try:
    types.ModuleType("q").nope
except AttributeError as e:
    print(e)
m2 = types.ModuleType("del"); m2.__getattr__ = lambda n: n * 2; m2.__dir__ = lambda: ["b", "a"]
print(m2.ab, dir(m2))
