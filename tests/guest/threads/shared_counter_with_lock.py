# tags: threads
import threading, sys
sys.setswitchinterval(0.0001)
n = 0
lock = threading.Lock()
def inc():
    global n
    for _ in range(5000):
        with lock:
            t = n
            t += 1
            n = t
ts = [threading.Thread(target=inc) for _ in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(n)
r = threading.RLock()
def rec(k):
    with r:
        return k and k + rec(k - 1)
res = []
ts = [threading.Thread(target=lambda: res.append(rec(50))) for _ in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]
print(res, lock.locked(), lock.acquire(timeout=0.01), lock.acquire(False), lock.acquire(timeout=0.01), lock.release())
for f in (lambda: lock.acquire(False, 1), lambda: lock.acquire(timeout=-2), lambda: lock.acquire(timeout=1e20)):
    try:
        f()
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
d = {}
def fill(k):
    for i in range(2000): d[k, i] = i; d.pop((k, i - 5), None)
ts = [threading.Thread(target=fill, args=(k,)) for k in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]
print(len(d))
