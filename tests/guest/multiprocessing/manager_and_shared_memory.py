# tags: processes
import multiprocessing as mp
from multiprocessing import shared_memory
def work(d, l, k): d[k] = k * k; l.append(k)
def poke(name):
    s = shared_memory.SharedMemory(name); s.buf[0] = 42; s.close()
if __name__ == "__main__":
    with mp.Manager() as m:
        d, l, n = m.dict(), m.list(), m.Namespace()
        ps = [mp.Process(target=work, args=(d, l, k)) for k in range(3)]; [p.start() for p in ps]; [p.join() for p in ps]
        n.x = 5; print(sorted(d.items()), sorted(l), n.x, len(d), d.get(9), l[0] in (0, 1, 2))
        q, lk = m.Queue(), m.Lock(); q.put(1); print(q.get(), lk.acquire(), lk.release())
        try:
            d["nope"]
        except KeyError as e:
            print(repr(e))
    s = shared_memory.SharedMemory(create=True, size=16); p = mp.Process(target=poke, args=(s.name,)); p.start(); p.join(); print(s.buf[0], s.size >= 16); s.close(); s.unlink()
    try:
        shared_memory.SharedMemory("no_such_segment_here")
    except FileNotFoundError as e:
        print(type(e).__name__)
    sl = shared_memory.ShareableList([1, "abc", None, 2.5, True, b"x"]); sl[0] = 9; print(list(sl), len(sl), sl.index("abc")); sl.shm.close(); sl.shm.unlink()
