data = [("b", 2), ("a", 2), ("c", 1), ("a", 1)]
print(sorted(data), sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: t[1], reverse=True), sorted("bca", reverse=True), sorted({3: 1, 1: 2}))
calls = []
l = [3, 1, 2]
l.sort(key=lambda x: calls.append(x) or -x)
print(l, calls)
from functools import cmp_to_key
print(sorted([5, 3, 9], key=cmp_to_key(lambda a, b: b - a)), sorted(["10", "9", "1"], key=int), sorted([True, 0, 2.5, -1]), sorted([[2], [1, 5], [1]]), sorted(["b", "A", "c"], key=str.lower))
l = [1, "a", 2]
try:
    l.sort()
except TypeError as e:
    print(e, sorted(map(str, l)))
l = [3, 2, 1]
def bad(x):
    print("inside", l)
    l.append(9)
    return x
try:
    l.sort(key=bad)
except ValueError as e:
    print(e, l)
class O:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f"O{self.v}"
print(sorted([O(3), O(1), O(2)]), sorted([O(1)] * 2)[0], sorted([float("nan"), 1.0, 0.5])[1:])
class NoLt: pass
try:
    sorted([NoLt(), NoLt()])
except TypeError as e:
    print(e)
