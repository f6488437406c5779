import sys, atexit
@atexit.register
def f():
    print("in atexit")
    raise SystemExit(7)
class D:
    def __del__(self): print("del at exit")
d = D()
raise SystemExit(True)
