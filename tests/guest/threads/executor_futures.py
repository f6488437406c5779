# tags: threads
from concurrent.futures import *
import threading
with ThreadPoolExecutor(3, thread_name_prefix="pool") as ex:
    print(list(ex.map(lambda x: x * x, range(6))), ex.submit(pow, 2, 5).result(), list(ex.map(lambda a, b: a + b, "ab", "cd")))
    f = ex.submit(lambda: 1 / 0); print(repr(f.exception()), f.done(), f.running(), f.cancelled())
    try:
        f.result()
    except ZeroDivisionError as e:
        print(e)
    fs = [ex.submit(lambda i=i: i) for i in range(5)]; print(sorted(x.result() for x in as_completed(fs)), wait(fs).not_done)
    ev = threading.Event(); blocked = [ex.submit(ev.wait) for _ in range(3)]; q = ex.submit(print, "never"); print(q.cancel(), q.cancelled())
    try:
        blocked[0].result(timeout=0.01)
    except TimeoutError as e:
        print("timeout")
    try:
        q.result()
    except CancelledError as e:
        print("cancelled")
    ev.set()
    cb = []; g = ex.submit(lambda: 7); g.add_done_callback(lambda f: cb.append(f.result()))
    try:
        list(ex.map(lambda x: 10 // x, [5, 0]))
    except ZeroDivisionError as e:
        print(e)
print(cb)
try:
    ex.submit(print)
except RuntimeError as e:
    print(e)
