# tags: processes
import multiprocessing as mp, os, sys
def f(q, n): q.put((n * n, os.getpid() != mp.parent_process().pid, mp.current_process().name))
def ex(c): sys.exit(c)
def err(): raise ValueError("in child")
if __name__ == "__main__":
    q = mp.SimpleQueue()
    p = mp.Process(target=f, args=(q, 5), name="child"); print(p.is_alive(), p.pid, p.exitcode, p.name, p.daemon)
    p.start(); print(q.get()); p.join(); print(p.exitcode, p.is_alive(), p.pid > 0)
    for c in (0, 3, None, True):
        p = mp.Process(target=ex, args=(c,)); p.start(); p.join(); print(c, p.exitcode)
    class P(mp.Process):
        def run(self): q.put("subclass " + self.name)
    p = P(name="sub"); p.start(); print(q.get()); p.join()
    p = mp.Process(target=lambda: __import__("time").sleep(30)); p.start(); p.terminate(); p.join(); print(p.exitcode)
    p = mp.Process(target=lambda: __import__("time").sleep(30)); p.start(); p.kill(); p.join(10); print(p.exitcode, mp.active_children())
    for g in (lambda: p.start(), lambda: mp.Process().join(), lambda: mp.Process(foo=1)):
        try:
            g()
        except Exception as e:
            print(type(e).__name__, e)
    p.close()
    try:
        p.is_alive()
    except ValueError as e:
        print(e)
    p = mp.Process(target=err); sys.stderr.flush(); os.dup2(os.open(os.devnull, os.O_WRONLY), 2); p.start(); p.join(); print(p.exitcode, mp.current_process().name, mp.parent_process(), mp.get_start_method())
