import sys
class D:
    def __del__(self): raise ValueError("in del")
def unraisable(u): print("unraisable", u.exc_type.__name__, u.exc_value, u.err_msg, u.object.__qualname__)
sys.unraisablehook = unraisable
D()
def hook(t, v, tb):
    print("hook", t.__name__, v, tb.tb_lineno)
sys.excepthook = hook
raise KeyError("last")
