# cProfile: counts of calls, recursion, callers, built-in functions; a timer of one's own.
import _lsprof
import cProfile
import pstats
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def failing():
    try:
        [].pop()
    except IndexError:
        return len("abc")


def work():
    list(x for x in range(3))
    return fib(6) + failing()


ticks = 0


def timer():
    global ticks
    ticks += 1
    return ticks


def name(code):
    return code if isinstance(code, str) else code.co_name


profile = _lsprof.Profiler(timer, 0.5)
profile.enable()
work()
profile.disable()
for entry in sorted(profile.getstats(), key=lambda e: name(e.code)):
    calls = sorted((name(s.code), *s[1:]) for s in entry.calls or ())
    print(name(entry.code), *entry[1:5], calls)

profile.clear()
print(profile.getstats())
profile.enable(subcalls=False, builtins=False)
print(sys.getprofile() is profile)
work()
profile.disable()
print(sys.getprofile(), sorted((name(e.code), e.callcount, e.calls) for e in profile.getstats()))

with cProfile.Profile() as p:
    work()
stats = pstats.Stats(p)
print(stats.total_calls, stats.prim_calls)
for arguments in ({"foo": 1}, {"timer": 1, "timeunit": "x"}):
    try:
        _lsprof.Profiler(**arguments)
    except TypeError as error:
        print(error)
