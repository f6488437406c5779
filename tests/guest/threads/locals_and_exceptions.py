# tags: threads
import threading, sys
l = threading.local(); l.x = "main"
def f():
    print(hasattr(l, "x")); l.x = "thread"; print(l.x)
t = threading.Thread(target=f); t.start(); t.join(); print(l.x, l.__dict__)
class L(threading.local):
    def __init__(self, n): self.n = n; print("init", n)
m = L(5); m.n = 6
t = threading.Thread(target=lambda: print(m.n)); t.start(); t.join(); print(m.n)
def hook(a): print("hook", a.exc_type.__name__, a.exc_value, a.thread.name, a.exc_traceback.tb_lineno)
threading.excepthook = hook
def bad(): raise ValueError("in thread")
t = threading.Thread(target=bad, name="bad-one"); t.start(); t.join()
threading.excepthook = threading.__excepthook__
t = threading.Thread(target=bad, name="bad-two"); t.start(); t.join()
t = threading.Thread(target=lambda: sys.exit(5)); t.start(); t.join(); print("exit in thread ignored")
import _thread
lk = _thread.allocate_lock(); lk.acquire(); done = []
def g(): done.append(_thread.get_ident() != threading.main_thread().ident); lk.release()
_thread.start_new_thread(g, ()); lk.acquire(); print(done)
import weakref
class D:
    def __del__(self): print("thread local value died", threading.current_thread() is threading.main_thread())
def h(): l.d = D()
t = threading.Thread(target=h); t.start(); t.join(); print("joined")
