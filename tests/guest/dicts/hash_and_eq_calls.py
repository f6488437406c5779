class K:
    def __init__(self, n, h): self.n, self.h = n, h
    def __hash__(self): print("hash", self.n); return self.h
    def __eq__(self, o): print("eq", self.n, getattr(o, "n", o)); return self.n == getattr(o, "n", o)
    def __repr__(self): return f"K{self.n}"
a, b, c = K(1, 5), K(2, 5), K(1, 5)
d = {a: "a"}
d[b] = "b"
print(d[a])
print(d[c], c in d)
d[c] = "c"
print(d)
d.pop(b)
print(d.get(K(9, 8)))
class Raise(K):
    __hash__ = K.__hash__
    def __eq__(self, o): raise ValueError("eq failed")
try:
    d[Raise(3, 5)]
except ValueError as e:
    print(e)
class NoHash:
    __hash__ = None
class EqOnly:
    def __eq__(self, o): return True
class BadHash:
    def __hash__(self): return "x"
for x in (NoHash, EqOnly, BadHash):
    try:
        {x(): 1}
    except TypeError as e:
        print(e)
class Big:
    def __hash__(self): return 2**100 + 1
print(hash(Big()) == hash(2**100 + 1))
