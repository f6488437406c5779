from contextlib import contextmanager, closing, suppress, ExitStack, redirect_stdout, nullcontext, ContextDecorator
import io
@contextmanager
def cm(n):
    print("in", n)
    try:
        yield n * 2
    except ValueError as e:
        print("handled", e)
    finally:
        print("out", n)
with cm(1) as v: print(v)
with cm(2): raise ValueError("v")
try:
    with cm(3): raise KeyError("k")
except KeyError as e:
    print("escaped", e)
@cm(4)
def deco(): print("decorated")
deco(); deco()
with suppress(KeyError, IndexError): {}["x"]
with ExitStack() as st:
    for i in range(3): st.enter_context(cm(f"s{i}"))
    st.callback(print, "callback", 1)
    st.push(lambda *a: print("pushed", a[0]))
buf = io.StringIO()
with redirect_stdout(buf): print("captured")
print(repr(buf.getvalue()), nullcontext(5).__enter__())
@contextmanager
def none(): 
    if False: yield
@contextmanager
def twice(): yield 1; yield 2
for c in (none, twice):
    try:
        with c(): pass
    except RuntimeError as e:
        print(e)
class C:
    def close(self): print("closed")
with closing(C()): pass
with ExitStack() as st:
    st.enter_context(suppress(ZeroDivisionError))
    st.enter_context(cm("z"))
    1 / 0
