import asyncio
async def main():
    q = asyncio.Queue(maxsize=2)
    out = []
    async def prod():
        for i in range(5):
            await q.put(i); out.append(f"p{i}")
        await q.put(None)
    async def cons():
        while (x := await q.get()) is not None:
            out.append(f"c{x}")
    await asyncio.gather(prod(), cons())
    print(out)
    lock, ev, order = asyncio.Lock(), asyncio.Event(), []
    async def locked(n):
        async with lock:
            order.append(f"in{n}"); await asyncio.sleep(0); order.append(f"out{n}")
    await asyncio.gather(*(locked(i) for i in range(3)))
    print(order)
    async def waiter(): await ev.wait(); return "woken"
    t = asyncio.create_task(waiter()); await asyncio.sleep(0); ev.set(); print(await t)
    fut = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(fut.set_result, 42)
    print(await fut)
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, lambda: "in thread"))
    sem = asyncio.Semaphore(1)
    async with sem: print(sem.locked())
    fut2 = loop.create_future(); fut2.set_exception(KeyError("f"))
    try:
        await fut2
    except KeyError as e:
        print(repr(e))
asyncio.run(main())
