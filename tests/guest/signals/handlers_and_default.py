# tags: threads
import signal, os, time
def h(n, frame): print("handler", signal.Signals(n).name, frame.f_code.co_name)
old = signal.signal(signal.SIGUSR1, h); print(old, signal.getsignal(signal.SIGUSR1) is h)
os.kill(os.getpid(), signal.SIGUSR1); print("after kill")
signal.raise_signal(signal.SIGUSR1)
def boom(n, f): raise ValueError("from handler")
signal.signal(signal.SIGALRM, boom); signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    spin = 0
    while True: spin = 1
except ValueError as e:
    print(e)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    time.sleep(10)
except ValueError as e:
    print("sleep", e)
signal.signal(signal.SIGALRM, signal.SIG_IGN); print(signal.alarm(0), signal.signal(signal.SIGALRM, signal.SIG_DFL))
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt as e:
    print(repr(e))
for f in (lambda: signal.signal(999, h), lambda: signal.signal(signal.SIGKILL, h), lambda: signal.signal(signal.SIGUSR1, 5.5), lambda: signal.Signals(999)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(signal.SIGTERM, repr(signal.SIGTERM), signal.strsignal(15), signal.default_int_handler.__name__)
import threading
def t():
    try:
        signal.signal(signal.SIGUSR1, h)
    except ValueError as e:
        print(e)
x = threading.Thread(target=t); x.start(); x.join()
