# tags: processes
import multiprocessing as mp, os
data = {"k": [1, 2, 3], "big": list(range(10000))}
class O:
    def __del__(self): print("del in", "child" if os.getpid() != parent else "parent", flush=True)
parent = os.getpid()
def change(c):
    data["k"].append(4); data["new"] = 1
    c.send((data["k"], sum(data["big"]), lam(5), "new" in data))
lam = lambda x: x + len(data["k"])
if __name__ == "__main__":
    mp.set_start_method("fork")
    a, b = mp.Pipe(); p = mp.Process(target=change, args=(b,)); p.start(); print(a.recv()); p.join(); print(data["k"], "new" in data)
    def closure(n):
        def inner(c): c.send(n * 2)
        return inner
    p = mp.Process(target=closure(21), args=(b,)); p.start(); print(a.recv()); p.join()
    o = O(); print("forking", flush=True)
    pid = os.fork()
    if pid == 0:
        o = None
        os._exit(0)
    os.waitpid(pid, 0)
    o = None
    print(mp.get_start_method(), mp.get_all_start_methods(), mp.get_context("fork").get_start_method())
    try:
        mp.set_start_method("spawn")
    except RuntimeError as e:
        print(e)
    try:
        mp.get_context("nope")
    except ValueError as e:
        print(e)
    import random; random.seed(1); q = mp.SimpleQueue()
    ps = [mp.Process(target=lambda: q.put(random.random())) for _ in range(2)]; [p.start() for p in ps]; r = {q.get(), q.get()}; [p.join() for p in ps]; print(len(r))
