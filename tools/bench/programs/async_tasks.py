"""Coroutines under asyncio: gathering, queues, locks and plain awaits."""
import asyncio
import sys


async def leaf(n):
    return n + 1


async def tree(depth):
    if depth == 0:
        return await leaf(1)
    return await tree(depth - 1) + await tree(depth - 1)


async def producer(queue, count):
    for i in range(count):
        await queue.put(i)
    await queue.put(None)


async def consumer(queue):
    total = 0
    while (item := await queue.get()) is not None:
        total += item
    return total


async def ticks(count):
    for i in range(count):
        if i % 100 == 0:
            await asyncio.sleep(0)
        yield i


async def work(size):
    queue = asyncio.Queue(10)
    lock = asyncio.Lock()
    shared = []

    async def guarded(n):
        async with lock:
            shared.append(n)
            await asyncio.sleep(0)

    _, total = await asyncio.gather(producer(queue, size), consumer(queue))
    await asyncio.gather(*(guarded(n) for n in range(size // 10)))
    summed = 0
    async for i in ticks(size * 5):
        summed += i
    grown = await tree(15)
    print("async_tasks", total, len(shared), summed, grown)


asyncio.run(work(int(sys.argv[1]) if len(sys.argv) > 1 else 170000))
