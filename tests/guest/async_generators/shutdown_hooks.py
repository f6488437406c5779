import sys, asyncio
async def ag():
    try:
        yield 1
        yield 2
    finally:
        print("finalised")
def first(g): print("firstiter", g.__name__)
def fin(g): print("finalizer", g.__name__)
old = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(firstiter=first, finalizer=fin)
g = ag()
try:
    g.__anext__().send(None)
except StopIteration as e:
    print(e.value)
del g
sys.set_asyncgen_hooks(*old)
async def main():
    g = ag()
    await anext(g)
    print("leaving with open generator")
    return g
x = asyncio.run(main())
print("after run")
