import heapq, itertools
class Sim:
    def __init__(self): self.q, self.now, self.seq, self.log = [], 0, itertools.count(), []
    def at(self, t, f, *a): heapq.heappush(self.q, (self.now + t, next(self.seq), f, a))
    def run(self):
        while self.q:
            self.now, _, f, a = heapq.heappop(self.q); f(*a)
def process(sim, name, period, n):
    def tick(k):
        sim.log.append((sim.now, name, k))
        if k < n: sim.at(period, tick, k + 1)
    sim.at(0, tick, 1)
s = Sim(); process(s, "a", 3, 4); process(s, "b", 2, 5); process(s, "c", 6, 2); s.run()
print(s.log); print(s.now)
def coroutine_style():
    def task(name, waits):
        for w in waits:
            t = yield w
            out.append(f"{name}@{t}")
    out, q = [], []
    for i, (n, w) in enumerate((("x", [1, 2]), ("y", [2, 2]))):
        g = task(n, w); heapq.heappush(q, (next(g), i, g))
    while q:
        t, i, g = heapq.heappop(q)
        try: heapq.heappush(q, (t + g.send(t), i, g))
        except StopIteration: pass
    return out
print(coroutine_style())
