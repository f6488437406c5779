eg = ExceptionGroup("msg", [ValueError(1), ExceptionGroup("nested", [KeyError("k"), TypeError("t")])])
print(eg, repr(eg), eg.message, eg.exceptions, eg.args)
m, r = eg.split(KeyError)
print(repr(m), repr(r))
print(repr(eg.subgroup(lambda e: isinstance(e, (ValueError, TypeError)))), eg.subgroup(OSError), repr(eg.subgroup((KeyError, ValueError))), eg.split(ExceptionGroup)[1])
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__, eg.derive([OSError()]))
for f in (lambda: ExceptionGroup("m", []), lambda: ExceptionGroup("m", 5), lambda: ExceptionGroup("m", [5]), lambda: ExceptionGroup(5, [ValueError()]), lambda: ExceptionGroup("m", [KeyboardInterrupt()]), lambda: ExceptionGroup("m"), lambda: eg.split(5), lambda: setattr(eg, "exceptions", ())):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
class MyG(ExceptionGroup):
    def derive(self, x): return MyG(self.message, x)
print(type(MyG("a", [ValueError(), KeyError()]).subgroup(KeyError)).__name__)
