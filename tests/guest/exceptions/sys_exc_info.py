import sys
def show(): 
    t, v, tb = sys.exc_info()
    print(t and t.__name__, v, tb is not None, repr(sys.exception()))
show()
try:
    raise ValueError("a")
except ValueError:
    show()
    try:
        raise KeyError("b")
    except KeyError:
        show()
    show()
show()
def f():
    try:
        raise TypeError("c")
    except TypeError:
        return sys.exc_info()[1]
print(repr(f())); show()
for i in range(2):
    try:
        raise ValueError(i)
    except ValueError:
        continue
    finally:
        show()
def g():
    show()
try:
    raise OSError("seen in callee")
except OSError:
    g()
class C:
    def __enter__(self): return self
    def __exit__(self, *a): show(); return True
with C():
    raise KeyError("with")
show()
