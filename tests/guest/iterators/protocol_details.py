class It:
    def __init__(self, n): self.n = n
    def __iter__(self): print("iter"); return self
    def __next__(self):
        print("next", self.n)
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
for x in It(2): print("got", x)
a, b = It(2)
print(a, b, 1 in It(3), list(It(1)))
class NotIt:
    def __iter__(self): return self
class Old:
    def __getitem__(self, i):
        print("getitem", i)
        if i == 2: raise IndexError
        return i
print(list(Old()), 1 in Old())
for v in (NotIt(), 5, None):
    try:
        for _ in v: pass
    except TypeError as e:
        print(e)
it = iter(lambda c=[3, 2, 1]: c.pop(), 2)
print(list(it), next(it, "stays done"))
for f in (lambda: iter(5, 1), lambda: next([]), lambda: iter(), lambda: next(iter([]))):
    try:
        f()
    except BaseException as e:
        print(type(e).__name__, e)
class Raise:
    def __iter__(self): raise ValueError("in iter")
try:
    [*Raise()]
except ValueError as e:
    print(e)
