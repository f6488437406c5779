import asyncio
log = []
async def worker(name, n):
    for i in range(n):
        log.append(f"{name}{i}")
        await asyncio.sleep(0)
    if name == "c": raise ValueError("c failed")
    return name * n
async def main():
    print(await asyncio.gather(worker("a", 3), worker("b", 2)))
    print(log); log.clear()
    r = await asyncio.gather(worker("a", 1), worker("c", 1), return_exceptions=True)
    print(r)
    t = asyncio.create_task(worker("d", 100), name="task-d")
    await asyncio.sleep(0)
    print(t.done(), t.get_name(), t.cancel())
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", t.cancelled())
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except asyncio.TimeoutError as e:
        print("timeout", type(e).__name__)
    async with asyncio.TaskGroup() as tg:
        x = tg.create_task(worker("e", 2)); y = tg.create_task(worker("f", 1))
    print(x.result(), y.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(worker("c", 1)); tg.create_task(asyncio.sleep(5))
    except* ValueError as eg:
        print(eg.exceptions)
asyncio.run(main())
