import asyncio
class CM:
    async def __aenter__(self): print("aenter"); await asyncio.sleep(0); return "value"
    async def __aexit__(self, t, v, tb): print("aexit", t and t.__name__, v); return t is KeyError
class It:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        await asyncio.sleep(0)
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return self.n
async def main():
    async with CM() as v, CM():
        print("body", v)
    async with CM():
        raise KeyError("swallowed")
    try:
        async with CM():
            raise ValueError("passes")
    except ValueError as e:
        print("outside", e)
    async for x in It(3):
        if x == 1: continue
        print("x", x)
    else:
        print("else")
    print([x async for x in It(3)], {x async for x in It(2)}, {x: y async for x in It(2) for y in "a"}, [await asyncio.sleep(0, x) for x in range(2)])
    for bad in ("async with", "async for", "anext"):
        try:
            if bad == "async with":
                async with 5: pass
            elif bad == "async for":
                async for x in [1]: pass
            else:
                class B:
                    def __aiter__(self): return 5
                async for x in B(): pass
        except (TypeError, AttributeError) as e:
            print(type(e).__name__, e)
asyncio.run(main())
