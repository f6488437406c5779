for clause in ("5", "'ValueError'", "(ValueError, 5)", "None", "int", "[ValueError]", "(ValueError, (KeyError, TypeError))"):
    try:
        try:
            raise TypeError("orig")
        except eval(clause):
            print(clause, "matched")
    except TypeError as e:
        print(clause, e, "|", repr(e.__context__))
class M(type):
    def __subclasscheck__(c, s): print("not consulted"); return True
class E(Exception, metaclass=M): pass
try:
    try:
        raise ValueError("v")
    except E:
        print("wrong")
except ValueError as e:
    print("right", e)
def which(): print("evaluated"); return KeyError
try:
    try:
        raise ValueError
    except which(): pass
    except ValueError: print("second")
except Exception: pass
try:
    pass
except which():
    pass
try:
    try:
        raise KeyError
    except undefined_name:
        pass
except NameError as e:
    print(e, repr(e.__context__))
