class H:
    def __init__(self, hint): self.hint = hint
    def __iter__(self): return iter([1, 2, 3])
    def __length_hint__(self):
        if isinstance(self.hint, Exception): raise self.hint
        return self.hint
import operator
for h in (0, 3, 100, "x", -1, TypeError("te"), ValueError("ve"), NotImplemented):
    try:
        print(h, list(H(h)), operator.length_hint(H(h), 9))
    except Exception as e:
        print(type(e).__name__, e)
print(list(), list("ab"), list({1: 2}), list(range(3)), list((1,)), list(b"ab"))
class NoIter:
    __iter__ = None
class Bad:
    def __iter__(self): return 5
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
for c in (NoIter, Bad):
    try:
        list(c())
    except TypeError as e:
        print(e)
print(list(Old()), 4 in Old(), max(Old()), [*reversed([1, 2])])
