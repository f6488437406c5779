log = []
class E:
    def __init__(self, n): self.n = n
    def __eq__(self, o):
        log.append((self.n, getattr(o, "n", o)))
        return self.n == getattr(o, "n", o)
    def __repr__(self): return f"E{self.n}"
a = [E(1), E(2)]
print(a == [E(1), E(3)], log); log.clear()
print(a == a, log)
print(E(2) in a, log); log.clear()
print(a.index(2), a.count(2), log); log.clear()
a.remove(2); print(a, log); log.clear()
print([E(1)] != [E(1)], log)
print([1] == [1, 2], log == log)
