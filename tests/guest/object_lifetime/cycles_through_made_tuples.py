# Tuples that iterators make and fill again: cycles through them are found, tuples of atoms are left alone.
import gc
import itertools
import weakref


class Node:
    pass


def cycle(make):
    node = Node()
    node.tuple = make(node)
    return weakref.ref(node)


def last(iterator):
    for item in iterator:
        pass
    return item


makers = {
    "display": lambda n: (1, n),
    "zip": lambda n: last(zip([1, n], [2, 3])),
    "enumerate": lambda n: last(enumerate(["atom", n])),
    "items": lambda n: last({"a": 1, "b": n}.items()),
    "zip_longest": lambda n: last(itertools.zip_longest([1, n], "abc", fillvalue=n)),
    "product": lambda n: last(itertools.product([1, 2], ["x", n])),
    "combinations": lambda n: last(itertools.combinations([1, 2, n], 2)),
    "permutations": lambda n: last(itertools.permutations([1, n])),
    "pairwise": lambda n: last(itertools.pairwise([1, 2, n])),
    "concatenation": lambda n: (1, 2) + (n,),
    "repetition": lambda n: (n,) * 3,
    "slice": lambda n: (1, n, 2)[:2],
    "tuple": lambda n: tuple([1, n]),
    "nested": lambda n: ((1, 2), (3, (n,))),
    "unpacked": lambda n: (*[1, 2], n),
}
gc.disable()
for name, make in makers.items():
    reference = cycle(make)
    before = reference() is not None
    gc.collect()
    print(name, before, reference() is None)

kept = [list(itertools.product([1, Node()], [[], "a"])), list(zip([1], [[]])), list(enumerate([{}]))]
atoms = [(1, "a", None), (1, (2, 3.5)), next(zip([1], "a")), next(enumerate("a")), next(iter({1: 2}.items()))]
for _ in range(3):
    gc.collect()
print([gc.is_tracked(t) for t in atoms], [gc.is_tracked(t) for group in kept[1:] for t in group])
gc.enable()
references = []
for i in range(3000):
    node = Node()
    node.me = (i, node)
    references.append(weakref.ref(node))
    pairs = [(i, i + 1) for i in range(5)]
print(sum(r() is not None for r in references) < 2500)
