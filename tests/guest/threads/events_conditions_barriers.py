# tags: threads
import threading
log = []
ev, go = threading.Event(), threading.Event()
def waiter():
    log.append("waiting"); go.set(); ev.wait(); log.append("woken")
t = threading.Thread(target=waiter); t.start(); go.wait(); log.append("setting"); ev.set(); t.join()
print(log, ev.is_set(), ev.wait(0), threading.Event().wait(0.01))
c, items = threading.Condition(), []
def consumer(out):
    for _ in range(5):
        with c:
            while not items: c.wait()
            out.append(items.pop(0))
out = []
t = threading.Thread(target=consumer, args=(out,)); t.start()
for i in range(5):
    with c: items.append(i); c.notify()
t.join(); print(out)
b, passed = threading.Barrier(3), []
def party(): passed.append(b.wait() in (0, 1, 2))
ts = [threading.Thread(target=party) for _ in range(3)]
[x.start() for x in ts]; [x.join() for x in ts]; print(passed, b.n_waiting, b.broken)
s = threading.BoundedSemaphore(2); s.acquire(); s.release()
try:
    s.release()
except ValueError as e:
    print(e)
with c: print(c.wait_for(lambda: True), c.wait(0.01))
for f in (lambda: c.wait(), lambda: c.notify(), lambda: threading.Semaphore(-1)):
    try:
        f()
    except (RuntimeError, ValueError) as e:
        print(e)
tm = threading.Timer(0.01, lambda: print("timer")); tm.start(); tm.join()
t2 = threading.Timer(10, print); t2.start(); t2.cancel(); t2.join(); print("cancelled")
