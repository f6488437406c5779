# tags: threads
import threading
out = []
lock = threading.Lock()
def work(n):
    for i in range(200):
        with lock: out.append((n, i))
ts = [threading.Thread(target=work, args=(n,), name=f"w{n}") for n in range(4)]
print(ts[0].is_alive(), ts[0].name, ts[0].daemon, ts[0].ident)
for t in ts: t.start()
for t in ts: t.join()
print(len(out), [[i for n, i in out if n == k] == list(range(200)) for k in range(4)], ts[0].is_alive(), threading.active_count(), threading.current_thread().name, threading.main_thread() is threading.current_thread())
for f in (lambda: ts[0].start(), lambda: threading.Thread().join(), lambda: threading.current_thread().join(), lambda: setattr(ts[0], "daemon", True) if ts[0].is_alive() else threading.Thread(group=1), lambda: lock.release(), lambda: threading.RLock().release()):
    try:
        f()
    except (RuntimeError, AssertionError) as e:
        print(type(e).__name__, e)
class T(threading.Thread):
    def __init__(self): super().__init__(); self.result = None
    def run(self): self.result = threading.current_thread() is self
t = T(); t.start(); t.join(); print(t.result)
