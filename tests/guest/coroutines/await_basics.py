import asyncio
async def leaf(x):
    print("leaf", x)
    return x * 2
async def main():
    a = await leaf(1)
    b = await leaf(a)
    return a + b
c = main()
print(type(c).__name__, c.__name__, c.cr_running, c.cr_await)
try:
    c.send(None)
except StopIteration as e:
    print(e.value)
for f in (lambda: c.send(None), lambda: iter(main2), lambda: next(main2)):
    main2 = leaf(9)
    try:
        f()
    except (RuntimeError, TypeError) as e:
        print(type(e).__name__, e)
    main2.close()
class A:
    def __await__(self):
        x = yield "suspended"
        return ("resumed", x)
async def w():
    return await A()
k = w()
print(k.send(None), k.cr_frame is not None)
try:
    k.send("value")
except StopIteration as e:
    print(e.value)
async def bad(v): await v
class NotIter:
    def __await__(self): return 5
for v in (5, None, [1], NotIter(), (x for x in [])):
    try:
        bad(v).send(None)
    except TypeError as e:
        print(e)
try:
    c2 = leaf(1); c2.send("not none")
except TypeError as e:
    print(e)
c2.close()
print(asyncio.run(main()))
