# tags: processes
import multiprocessing as mp, os
state = None
def init(v):
    global state
    state = v
def use(x): return (state, x)
def pid(_): return os.getpid()
def nested(n): return [sum(range(k)) for k in range(n)]
if __name__ == "__main__":
    with mp.Pool(2, init, ("ready",)) as p: print(p.map(use, range(3)), state)
    with mp.Pool(1, maxtasksperchild=1) as p: print(len({p.apply(pid, (0,)) for _ in range(3)}))
    with mp.Pool(2) as p:
        print(os.getpid() in p.map(pid, range(4)), p.map(nested, [5, 3]), p.map(len, ["abc", [1]]), p.map(str.upper, "ab"), len(p.map(abs, range(-1000, 0), chunksize=7)))
        big = p.map(bytes, [100000] * 3); print([len(b) for b in big])
    from multiprocessing.pool import ThreadPool
    with ThreadPool(2) as t: print(t.map(lambda x: x + 1, [1, 2, 3]))
    for f in (lambda: mp.Pool(0), lambda: mp.Pool(1, 5)):
        try:
            f()
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(2) as ex: print(list(ex.map(nested, [2, 4])), ex.submit(pow, 2, 9).result())
