from collections import deque
class Suspend:
    def __init__(self, what): self.what = what
    def __await__(self): return (yield self.what)
async def child(n):
    got = await Suspend(f"child {n}")
    return got * n
async def parent():
    total = 0
    for n in (1, 2, 3): total += await child(n)
    try: await Suspend("may fail")
    except ValueError as e: total += len(str(e))
    return total
def drive(coro, replies):
    replies, value = deque(replies), None
    while True:
        try:
            r = coro.throw(value) if isinstance(value, Exception) else coro.send(value)
        except StopIteration as e: return e.value
        print("suspended:", r); value = replies.popleft()
print(drive(parent(), [10, 20, 30, ValueError("abc")]))
c = parent(); c.send(None); print(c.cr_await is not None, c.cr_frame.f_code.co_name, c.cr_running); c.close()
try: drive(parent(), [1, KeyError("lost")])
except KeyError as e: print(repr(e))
async def cleanup():
    try: await Suspend("x")
    finally: print("cleaned")
k = cleanup(); k.send(None); k.close()
async def agen():
    for i in range(2): yield await Suspend(i)
async def use(): return [x async for x in agen()]
print(drive(use(), ["a", "b"]))
