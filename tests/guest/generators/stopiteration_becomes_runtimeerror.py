def g():
    yield 1
    raise StopIteration("inside")
try:
    list(g())
except RuntimeError as e:
    print(e, repr(e.__cause__), e.__cause__ is e.__context__)
def h():
    yield next(iter([]))
try:
    list(h())
except RuntimeError as e:
    print(e)
try:
    list(next(iter([])) for _ in range(2))
except RuntimeError as e:
    print(e)
print(list(map(lambda x: next(iter([])), [1, 2])))
def r():
    return 5
    yield
try:
    next(r())
except StopIteration as e:
    print(e.value, e.args)
def t():
    return (1, 2)
    yield
try:
    next(t())
except StopIteration as e:
    print(e.value, e.args)
print(StopIteration(1, 2).value, StopIteration().value)
