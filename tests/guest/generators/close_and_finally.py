def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit seen")
        raise
    finally:
        print("finally")
i = g(); next(i); i.close(); i.close()
print(list(i))
j = g(); j.close(); print("not started")
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn(); next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)
def ret():
    try:
        yield
    except GeneratorExit:
        return 5
r = ret(); next(r); print(r.close())
def other():
    try:
        yield
    finally:
        raise KeyError("while closing")
o = other(); next(o)
try:
    o.close()
except KeyError as e:
    print(repr(e), repr(e.__context__))
k = g(); next(k); del k
print("after del")
for x in g():
    break
print("after loop")
