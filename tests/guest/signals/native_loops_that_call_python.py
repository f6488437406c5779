# Handlers run while native code does nothing but call Python functions.
import functools
import signal


class Woken(Exception):
    pass


def handler(number, frame):
    raise Woken


signal.signal(signal.SIGALRM, handler)
for what in (lambda: max(iter(lambda: 1, 0)), lambda: sum(map(lambda x: x, iter(lambda: 1, 0))),
             lambda: functools.reduce(lambda a, b: a, iter(lambda: 1, 0)), lambda: any(filter(lambda x: False, iter(lambda: 1, 0)))):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        what()
    except Woken:
        print("woken")
