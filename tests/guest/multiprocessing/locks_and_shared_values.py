# tags: processes
import multiprocessing as mp
def inc(v, lock, arr, k):
    for i in range(300):
        with lock: v.value += 1
        with arr.get_lock(): arr[k] += i
def wait(ev, done): ev.wait(); done.value = 1
def take(s, q):
    with s: q.put("in")
def meet(b, q): b.wait(); q.put(1)
if __name__ == "__main__":
    v, lock, arr = mp.Value("i", 0), mp.Lock(), mp.Array("d", 3)
    ps = [mp.Process(target=inc, args=(v, lock, arr, k)) for k in range(3)]
    [p.start() for p in ps]; [p.join() for p in ps]; print(v.value, arr[:], len(arr))
    ev, d = mp.Event(), mp.Value("b", 0, lock=False); p = mp.Process(target=wait, args=(ev, d)); p.start(); print(ev.is_set(), d.value); ev.set(); p.join(); print(d.value, ev.is_set())
    s, q = mp.Semaphore(2), mp.SimpleQueue(); ps = [mp.Process(target=take, args=(s, q)) for _ in range(4)]; [p.start() for p in ps]; print([q.get() for _ in ps]); [p.join() for p in ps]
    b = mp.Barrier(2); ps = [mp.Process(target=meet, args=(b, q)) for _ in range(2)]; [p.start() for p in ps]; print([q.get() for _ in ps]); [p.join() for p in ps]
    print(lock.acquire(), lock.acquire(False), lock.acquire(timeout=0.01), lock.release())
    r = mp.RLock(); print(r.acquire(), r.acquire(), r.release(), r.release())
    for f in (lambda: lock.release(), lambda: r.release(), lambda: arr[10], lambda: mp.Semaphore(-1)):
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)
    a = mp.Array("i", [1, 2, 3]); a[0:2] = [8, 9]; print(list(a), mp.Array("c", b"abc").value, mp.Value("d", 2.5).value, mp.Value("i", 3) is not None)
    c = mp.Condition()
    with c: print(c.wait(0.01), c.notify_all())
