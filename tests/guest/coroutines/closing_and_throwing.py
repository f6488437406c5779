class Susp:
    def __await__(self):
        try:
            yield "s"
        finally:
            print("await finally")
async def f():
    try:
        await Susp()
    except ValueError as e:
        print("caught", e)
        return "handled"
    finally:
        print("f finally")
c = f(); c.send(None)
try:
    c.throw(ValueError("v"))
except StopIteration as e:
    print(e.value)
c = f(); c.send(None); c.close()
c = f(); c.send(None); del c
print("deleted")
async def ret_stop():
    raise StopIteration(1)
try:
    ret_stop().send(None)
except RuntimeError as e:
    print(e)
import types
@types.coroutine
def gen_coro():
    x = yield 1
    return x
async def use(): return await gen_coro()
u = use(); print(u.send(None))
try:
    u.send("done")
except StopIteration as e:
    print(e.value)
for t in ("await x", "def f(): await x", "def f(): async with a: pass", "def f(): [i async for i in x]", "async def f(): yield from x", "async def f(): yield 1; return 2"):
    try:
        compile(t, "t", "exec"); print("fine")
    except SyntaxError as e:
        print(e.msg)
