# Names close to the missing one are suggested in tracebacks only.
import traceback
class A:
    blech = 1
    def method(self): pass
def show(f):
    try:
        f()
    except Exception as e:
        print(traceback.format_exception_only(e)[-1], end="")
some_variable = 1
def local():
    counter = 1
    return countr
show(lambda: A().bluch)
show(lambda: A.methid)
show(lambda: some_varible)
show(local)
show(lambda: prnt)
show(lambda: A().completely_different)
show(lambda: [].apend)
show(lambda: x_y_z_q)
class S:
    foo = 1
    def f(self): return foo
show(S().f)
def imp(): from collections import namedtupel
show(imp)
