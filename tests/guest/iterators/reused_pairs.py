# Pairs from zip() and items() are new ones whenever somebody keeps the last.
d = {i: str(i) for i in range(5)}
kept = [pair for pair in d.items()]
print(kept, list(zip("ab", "cd")), list(reversed(d.items())))
it = iter(d.items())
first = next(it)
second = next(it)
print(first, second, first is second)
del first
third = next(it)
print(second, third)
z = zip("abc", [1, 2, 3], [[], {}, ()])
a = next(z)
b = next(z)
print(a, b)
print(sum(x * y for x, y in zip(range(10), range(10))))


class Watched:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dies", self.name)


def values():
    for name in "xyz":
        yield Watched(name)


for number, value in zip(range(3), values()):
    print(number, value.name)
    del value
print(dict([("a", 1), ["b", 2], "c3"]), dict((("k", "v"),), z=1))
