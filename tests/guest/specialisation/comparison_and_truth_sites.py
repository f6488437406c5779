def lt(a, b): return "y" if a < b else "n"
def eq(a, b): return "y" if a == b else "n"
def truth(a): return "T" if a else "F"
def contains(a, b): return a in b
class T:
    def __lt__(s, o): return []
    def __eq__(s, o): return [1]
    def __bool__(s): return False
class Len:
    def __len__(s): return 0
for p in [(1, 2)] * 30 + [(1.5, 1.0)] * 10: lt(*p); eq(*p)
print([lt(*p) for p in ((1, 2), (2, 1), (1.0, 2), (2**70, 1), (1, 2**70), ("a", "b"), ((1,), (2,)), (T(), 1), (1, T()) if False else (0, 1), (float("nan"), 1), (True, 2), ({1}, {1, 2}))])
print([eq(*p) for p in ((1, 1), (1, 1.0), (True, 1), ("a", "a"), (None, None), (T(), 1), (2**70, 2.0**70), (float("nan"), float("nan")), ([], []), (b"", ""))])
for v in [True] * 20: truth(v)
print([truth(v) for v in (1, 0, 2**70, 0.0, -0.0, 1e-300, float("nan"), "", "a", [], [0], None, (), {}, {1: 1}, set(), T(), Len(), object, b"", range(0), 0j, NotImplemented.__class__)])
print([contains(1, c) for c in ([1], (0,), {1: 2}, {1}, range(3), b"\1", [1.0], [True])], contains("a", "cat"), contains((1,), {(1,): 2}))
n = 0
while n < 10: n += 1
while n: n -= 1
i = 5.0
while i > 0: i -= 1.5
print(n, i, [x for x in (0, 1, "", "s", None, []) if x], [not x for x in (0, "a")], 1 < 2.5 < 3, "a" < "b" < "c")
