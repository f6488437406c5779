# tags: threads
import threading, time
def g():
    while True:
        started.set()
        try:
            yield threading.get_ident()
        finally:
            pass
started = threading.Event()
gen = g(); ids = [next(gen)]
t = threading.Thread(target=lambda: ids.append(next(gen))); t.start(); t.join(); print(ids[0] != ids[1])
def slow():
    hold.set(); release.wait(); yield 1
hold, release = threading.Event(), threading.Event()
s = slow()
t = threading.Thread(target=lambda: list(s)); t.start(); hold.wait()
try:
    next(s)
except ValueError as e:
    print(e)
release.set(); t.join()
def forever():
    while True: time.sleep(0.001)
threading.Thread(target=forever, daemon=True).start()
def spin():
    x = 0
    while True: x += 1
threading.Thread(target=spin, daemon=True).start()
def last(): time.sleep(0.05); print("non-daemon finishes first")
threading.Thread(target=last).start()
print("main ends")
