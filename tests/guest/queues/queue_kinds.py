# tags: threads
import queue, threading
q = queue.Queue(2)
q.put(1); q.put(2); print(q.full(), q.qsize(), q.empty())
for f in (lambda: q.put_nowait(3), lambda: q.put(3, timeout=0.01), lambda: queue.Queue().get_nowait(), lambda: queue.Queue().get(timeout=0.01), lambda: queue.SimpleQueue().get(False), lambda: q.task_done() or q.task_done() or q.task_done(), lambda: queue.Queue().get(timeout=-1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(q.get(), q.get())
l = queue.LifoQueue(); [l.put(i) for i in range(3)]; print([l.get() for _ in range(3)])
p = queue.PriorityQueue(); [p.put(x) for x in ((3, "c"), (1, "a"), (2, "b"))]; print([p.get()[1] for _ in range(3)])
w, out = queue.Queue(), []
def worker():
    while (x := w.get()) is not None:
        out.append(x * x); w.task_done()
    w.task_done()
ts = [threading.Thread(target=worker) for _ in range(3)]; [t.start() for t in ts]
for i in range(100): w.put(i)
for _ in ts: w.put(None)
w.join(); [t.join() for t in ts]; print(sum(out), len(out))
s = queue.SimpleQueue(); t = threading.Thread(target=lambda: [s.put(i) for i in range(1000)]); t.start(); print(sum(s.get() for _ in range(1000)), s.empty()); t.join()
b = queue.Queue(1); got = []
t = threading.Thread(target=lambda: [b.put(i) for i in range(50)]); t.start(); [got.append(b.get()) for _ in range(50)]; t.join(); print(got == list(range(50)))
