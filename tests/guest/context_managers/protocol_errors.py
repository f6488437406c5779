class NoExit:
    def __enter__(self): print("enter called")
class NoEnter:
    def __exit__(self, *a): pass
class EnterFails:
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): print("exit not called")
class ExitFails:
    def __enter__(self): pass
    def __exit__(self, *a): raise KeyError("exit")
class BoolFails:
    def __enter__(self): pass
    def __exit__(self, *a): return self
    def __bool__(self): raise OSError("bool")
for c in (NoExit, NoEnter, EnterFails, ExitFails, BoolFails, object):
    try:
        with c():
            print("body", c.__name__)
            raise RuntimeError("body")
    except Exception as e:
        print(type(e).__name__, e, repr(e.__context__))
class Inst:
    pass
i = Inst()
i.__enter__ = lambda: 1
i.__exit__ = lambda *a: 1
try:
    with i: pass
except TypeError as e:
    print(e)
