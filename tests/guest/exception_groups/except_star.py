def t(exc):
    try:
        try:
            raise exc
        except* ValueError as eg:
            print("V", repr(eg))
        except* (KeyError, TypeError) as eg:
            print("KT", repr(eg))
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        print("left", repr(e), repr(e.__context__))
t(ValueError("plain"))
t(ExceptionGroup("g", [ValueError(1), KeyError(2), OSError(3), ExceptionGroup("n", [ValueError(4), OSError(5)])]))
t(ExceptionGroup("all", [TypeError(), ValueError()]))
t(OSError("none match"))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise OSError("new")
    except* KeyError as k:
        raise
except BaseException as e:
    print(repr(e))
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
try:
    pass
except* ValueError:
    pass
else:
    print("nothing raised")
try:
    raise ExceptionGroup("eg", [ValueError(1)])
except* Exception as e:
    print(e.exceptions)
for s in ("try: pass\nexcept* ValueError: pass\nexcept KeyError: pass", "try: pass\nexcept*: pass", "def f():\n try: pass\n except* E: return", "for x in y:\n try: pass\n except* E: break"):
    try:
        compile(s, "f", "exec")
    except SyntaxError as e:
        print(e.msg)
