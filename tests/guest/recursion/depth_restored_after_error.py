import sys
def dive(n=0):
    try: return dive(n + 1)
    except RecursionError: return n
a = [dive() for _ in range(5)]
print(len(set(a)) == 1, a[0] > 900)
def gen(n):
    if n: yield from gen(n - 1)
    yield n
print(sum(gen(300)))
class T:
    def __init__(self, n): self.kid = T(n - 1) if n else None
    def __len__(self): return 1 + len(self.kid) if self.kid is not None else 1
    def __eq__(self, o): return self.kid == o.kid
print(len(T(200)), T(150) == T(150))
sys.setrecursionlimit(200)
def f(n): return n and f(n - 1)
try: print(f(1000))
except RecursionError as e: print(e)
print(f(100)); sys.setrecursionlimit(3000); print(f(2500))
def mutual_a(n): return mutual_b(n - 1) if n else "a"
def mutual_b(n): return mutual_a(n - 1) if n else "b"
print(mutual_a(2001), max(range(5), key=lambda k: f(k)), sorted(range(3), key=lambda k: -f(k)))
try: exec("def g(): g()\ng()")
except RecursionError: print("in exec")
