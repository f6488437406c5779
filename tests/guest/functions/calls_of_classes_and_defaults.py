"""One call that sees classes, methods, keywords, defaults and natives; what dies, dies in time."""


class Noisy:
    def __init__(self, name="unnamed", *, loud=False):
        self.name = name.upper() if loud else name

    def __del__(self):
        print("gone", getattr(self, "name", "without name"))


class Plain:
    pass


class WithNew:
    def __new__(cls, *args):
        return list(args)


class Returns:
    def __init__(self, what=0):
        return what


class Rebinds:
    def __init__(self, keep):
        keep.append(self)
        self.kept = True
        self = None


class Fails:
    def __init__(self, name="failing"):
        self.noisy = Noisy(name)
        raise ValueError(name)


def attempt(callable, *args, **keywords):
    try:
        return callable(*args, **keywords)
    except (TypeError, ValueError) as error:
        return "%s: %s" % (type(error).__name__, error)


def call_with_one(callable, argument):
    return callable(argument)


for _ in range(3):
    for callable in (Noisy, WithNew, len, str, Returns, "".join):
        try:
            print(type(call_with_one(callable, "abc")).__name__)
        except TypeError as error:
            print(error)

print(type(attempt(Noisy, "a", loud=True)).__name__)
print(attempt(Noisy, "a", True))
print(attempt(Noisy, nome="a"))
print(attempt(Fails))
print(attempt(Returns), type(attempt(Returns, None)).__name__)
kept = []
for _ in range(3):
    thing = Rebinds(kept)
    print(thing is kept[-1], thing.kept)

# The __init__ of a class changes while instances are made.
for text in ("first", "second"):
    exec("def __init__(self): self.text = %r" % text)
    Plain.__init__ = __init__
    for _ in range(3):
        print(Plain().text, end=" ")
print()


def many(a, b=2, /, c=3, *, d=4, e):
    return a, b, c, d, e


for _ in range(3):
    print(many(1, e=5), many(1, 7, e=5, c=8), many(1, 2, 9, d=0, e=1))
for bad in ({}, {"e": 1, "a": 2}, {"e": 1, "x": 2}):
    print(attempt(many, 1, **bad))
print(attempt(many, e=1))
print(attempt(many, 1, 2, 3, 4, e=1))


def shared(value, box=[]):
    box.append(value)
    return len(box)


print([shared(i) for i in range(3)], shared(9, [1, 2]), shared(box=[], value=1))


def deep(n, *args, **keywords):
    return keywords["k"] + len(args) if n == 0 else deep(n - 1, *args, n, **keywords)


print(deep(300, 1, k=2))


def endless(*args):
    return endless(*args)


try:
    endless(1)
except RecursionError as error:
    print(error)


class Subclass(list):
    pass


def append(items, item):
    items.append(item)
    return items


print(append([], 1), append(Subclass(), 2))
try:
    list.append(3, 4)
except TypeError as error:
    print(error)
for call in (lambda: [].append(), lambda: [].append(1, 2), lambda: len(), lambda: [].pop(1, 2), lambda: {}.get()):
    try:
        call()
    except TypeError as error:
        print(error)


def locals_die():
    first = Noisy("first")
    second = Noisy("second")
    return "result"


print(locals_die())
