import inspect
def g(a):
    b = a + 1
    c = yield b
    yield c
i = g(1)
print(i.gi_running, i.gi_frame.f_lineno, inspect.getgeneratorstate(i), i.__name__, i.__qualname__)
next(i)
print(i.gi_frame.f_lineno, i.gi_frame.f_locals, inspect.getgeneratorstate(i), inspect.getgeneratorlocals(i))
i.__name__ = "other"
print(i.__name__, repr(i)[:24], i.gi_code.co_name)
i.close()
print(i.gi_frame, inspect.getgeneratorstate(i))
def me():
    try:
        next(gen)
    except ValueError as e:
        print(e)
    yield gen.gi_running
gen = me()
print(next(gen), gen.gi_running)
print((lambda: (yield))().__name__, (x for x in ()).__name__, type(i).__name__, hasattr(i, "__next__"), iter(i) is i)
try:
    type(i)()
except TypeError as e:
    print(e)
try:
    len(i)
except TypeError as e:
    print(e)
