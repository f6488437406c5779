class AppError(Exception):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code
    def __str__(self): return f"[{self.code}] {super().__str__()}"
class Sub(AppError): pass
try:
    raise Sub(5, "bad")
except AppError as e:
    print(e, repr(e), e.args, e.code, e.__dict__)
class NoInit(Exception):
    def __init__(self, a, b=2): self.b = b
print(NoInit(1).args, repr(NoInit(1, b=3)), str(NoInit(7)))
class Multi(KeyError, AttributeError): pass
try:
    raise Multi("m")
except AttributeError as e:
    print(repr(e), str(e))
class Eq(Exception):
    def __eq__(self, o): return True
print(Eq() == 5, ValueError("a") == ValueError("a"))
import pickle, copy
e = pickle.loads(pickle.dumps(ValueError("p", 1)))
print(repr(e), repr(copy.copy(KeyError("c"))))
class Falsy(Exception):
    def __bool__(self): return False
try:
    raise Falsy("f")
except Falsy as e:
    print("caught falsy", e)
v = ValueError("n"); v.add_note("note 1"); v.add_note("note 2")
print(v.__notes__)
try:
    v.add_note(5)
except TypeError as e:
    print(e)
print(ValueError("tb").with_traceback(None).__traceback__)
