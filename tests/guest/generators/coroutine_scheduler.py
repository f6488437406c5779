from collections import deque
class Scheduler:
    def __init__(self): self.ready, self.log, self.waiting = deque(), [], {}
    def spawn(self, name, g): self.ready.append((name, g, None))
    def run(self):
        while self.ready:
            name, g, value = self.ready.popleft()
            try: request = g.send(value)
            except StopIteration as e:
                self.log.append((name, "done", e.value))
                for w in self.waiting.pop(name, ()): self.ready.append((*w, e.value))
                continue
            except Exception as e: self.log.append((name, "failed", repr(e))); continue
            match request:
                case ("join", other): self.waiting.setdefault(other, []).append((name, g))
                case ("spawn", n, child): self.spawn(n, child); self.ready.append((name, g, n))
                case _: self.log.append((name, request)); self.ready.append((name, g, len(self.log)))
def counter(n):
    for i in range(n): yield i
    return n * 10
def parent():
    a = yield ("spawn", "kid", counter(2))
    r = yield ("join", a)
    got = yield f"kid gave {r}"
    return got
def bad(): yield "ok"; raise ValueError("bad task")
s = Scheduler(); s.spawn("p", parent()); s.spawn("c", counter(1)); s.spawn("b", bad()); s.run()
for l in s.log: print(l)
