# collections.OrderedDict: order, moves, both ends, hooks of subclasses, changes during iteration.
import copy
import pickle
from collections import OrderedDict


def attempt(action):
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error)


d = OrderedDict([("a", 1), ("b", 2)], c=3)
d["a"] = 10
d.move_to_end("a")
d.move_to_end("c", last=False)
print(d, list(reversed(d)), list(reversed(d.items())))
print(d.popitem(), d.popitem(last=False), d)
for action in (
    lambda: OrderedDict().popitem(),
    lambda: d.move_to_end("x"),
    lambda: d.pop("x"),
    lambda: d.pop("x", None),
    lambda: d.pop("b", default=1),
    lambda: OrderedDict([(1,)]),
    lambda: OrderedDict([(1, 2, 3)]),
    lambda: OrderedDict(1, 2),
    lambda: OrderedDict().update(1, 2),
    lambda: d.setdefault("y"),
    lambda: OrderedDict.fromkeys("ab", value=[]),
):
    attempt(action)

# Equality minds the order between two of its kind only.
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1))
print(OrderedDict(a=1) | {"b": 2}, {"b": 2} | OrderedDict(a=1), OrderedDict(a=1).keys())

# Copies keep attributes; a pickle and a deep copy too.
d = OrderedDict(k=[1])
d.note = "kept"
for other in (copy.copy(d), copy.deepcopy(d), pickle.loads(pickle.dumps(d))):
    print(other, other.note, other["k"] is d["k"])
print(d.__reduce__()[:4], vars(d))

# Changes during iteration.
d = OrderedDict.fromkeys("abcde")
for change in (lambda: d.move_to_end("a"), lambda: d.pop("b"), lambda: d.update(z=1), d.clear):
    iterator = iter(d)
    next(iterator)
    change()
    attempt(lambda: next(iterator))
    attempt(lambda: next(iterator))


class Loud(OrderedDict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __getitem__(self, key):
        print("get", key)
        return super().__getitem__(key)

    def __delitem__(self, key):
        print("del", key)
        super().__delitem__(key)


loud = Loud(a=1)
loud.update(b=2)
loud.setdefault("c", 3)
loud.pop("c")
loud.popitem()
loud.copy()
loud | {"q": 1}
print(loud)

# Methods of dict itself work behind the order's back.
d = OrderedDict(a=1, b=2)
dict.__delitem__(d, "a")
attempt(lambda: repr(d))
dict.__setitem__(d, "z", 26)
d["z"] = 27
del d["z"]
print(len(d))

# A cache that forgets what was used longest ago.
cache = OrderedDict()
for i in range(1000):
    cache[i % 37] = i
    cache.move_to_end(i % 37)
    if len(cache) > 10:
        cache.popitem(last=False)
print(list(cache), sum(cache.values()))


class Colliding:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self.n == other.n


d = OrderedDict((Colliding(i), i) for i in range(50))
for i in range(0, 50, 3):
    del d[Colliding(i)]
    d.move_to_end(Colliding((i + 1) % 50))
print(list(d.values()))
recursive = OrderedDict()
recursive["self"] = recursive
print(recursive)
