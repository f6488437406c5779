import asyncio
async def ag(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            r = yield i
            if r: print("sent", r)
    finally:
        print("cleanup", n)
async def main():
    print([x async for x in ag(3)])
    g = ag(5)
    print(await g.__anext__(), await g.asend("hi"), await anext(g))
    try:
        await g.athrow(ValueError("in ag"))
    except ValueError as e:
        print("out", e)
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("finished")
    h = ag(2); await anext(h); await h.aclose(); await h.aclose()
    print(await anext(ag(0), "default"), type(h).__name__, h.ag_running)
    print([y async for y in (x * 2 async for x in ag(2))], [a for a in [x async for x in ag(1)]])
    async def bad():
        yield 1
        raise StopAsyncIteration
    try:
        async for _ in bad(): pass
    except RuntimeError as e:
        print(e)
    k = ag(3)
    try:
        await k.asend("too early")
    except TypeError as e:
        print(e)
    async for x in ag(3):
        break
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("end of main")
asyncio.run(main())
