f = frozenset([1, 2])
s = {2, 3}
print(type(f | s).__name__, type(s | f).__name__, f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: "key"}[frozenset([2, 1])], frozenset(f) is f, f.copy() is f)
x = f
x |= {5}
print(sorted(x), sorted(f), x is f)
print({frozenset([1]), frozenset([1])} == {frozenset([1])}, {1} in {frozenset([1])}, frozenset() == set(), len({frozenset(), ()}))
class FS(frozenset): pass
class S(set):
    def __init__(self, *a, tag=None): super().__init__(*a); self.tag = tag
print(type(FS([1]) | {2}).__name__, type(S([1]) | {2}).__name__, S([1], tag="t").tag, repr(S([1])), repr(FS()), S([1]) == {1}, type(S([1]).copy()).__name__)
try:
    s.remove({1})
except KeyError as e:
    print(repr(e))
