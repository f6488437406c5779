# tags: processes
import multiprocessing as mp
def sq(x): return x * x
def add(a, b): return a + b
def bad(x):
    if x == 3: raise ValueError(f"bad {x}")
    return x
if __name__ == "__main__":
    with mp.Pool(3) as p:
        print(p.map(sq, range(10)), p.map(sq, [], 2), p.starmap(add, [(1, 2), ("a", "b")]), list(p.imap(sq, range(5), 2)), sorted(p.imap_unordered(sq, range(5))), p.apply(add, (1,), {"b": 5}))
        r = p.apply_async(sq, (7,)); print(r.get(10), r.ready(), r.successful())
        m = p.map_async(sq, [1, 2], callback=lambda v: got.append(v)); got = []
        m.wait(); print(m.get(), p.starmap_async(add, [(1, 1)]).get())
        for f in (lambda: p.map(bad, range(5)), lambda: p.apply(bad, (3,)), lambda: list(p.imap(bad, [1, 2, 3, 4]))):
            try:
                f()
            except ValueError as e:
                print(type(e).__name__, e)
        it = p.imap(bad, [1, 3, 5]); print(next(it))
        try:
            next(it)
        except ValueError as e:
            print(e)
        print(next(it), list(it))
        e = []; x = p.apply_async(bad, (3,), error_callback=e.append); x.wait(); print(x.successful(), [repr(v) for v in e])
        try:
            p.apply_async(__import__("time").sleep, (5,)).get(0.05)
        except mp.TimeoutError:
            print("timeout")
    try:
        p.map(sq, [1])
    except ValueError as e:
        print(e)
    q = mp.Pool(2); r = q.map_async(sq, range(100)); q.close(); q.join(); print(sum(r.get()))
