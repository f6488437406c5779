# A forked child runs inherited code, first and later executions alike, to the same results as its parent.
import os


class Point:
    def __init__(self, x):
        self.x = x

    @property
    def double(self):
        return self.x * 2

    def added(self, other):
        return self.x + other


class Named:
    kind = "named"
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x

    def added(self, other):
        return self.x - other


base = 10


def use(values):
    global base
    total = 0
    for value in values:
        total += Point(value).added(base) + Named(value).added(base) + Point(value).double
        total += len(Named.kind) + os.EX_USAGE
        for thing in (Point(1), Named(2)):
            total += thing.added(value) + thing.x
        for kind in (range(2), [1, 2], (3, 4), {5: 6}, (x for x in (7, 8)), map(int, "9")):
            for item in kind:
                total += item
        base += 1
    return total


def changing():
    results = []
    for attempt in range(400):
        if attempt == 200:
            Point.added = lambda self, other: -1
            globals()["len"] = lambda text: 1000
        results.append(use([attempt]))
    return sum(results), base


pid = os.fork()
if pid == 0:
    print("child", changing(), flush=True)
    grandchild = os.fork()
    if grandchild == 0:
        print("grandchild", changing(), flush=True)
        os._exit(3)
    print(os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1]), flush=True)
    os._exit(4)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print("parent", changing())
