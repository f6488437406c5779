import sys
def f(n): return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(type(e).__name__, e)
def depth():
    try:
        return 1 + depth()
    except RecursionError:
        return 1
d = depth()
print(900 < d <= 1000)
sys.setrecursionlimit(5000)
d2 = depth()
print(4900 < d2 <= 5000)
def sumto(n): return n and n + sumto(n - 1)
print(sumto(4000))
try:
    sys.setrecursionlimit(1)
except RecursionError as e:
    print(type(e).__name__)
sys.setrecursionlimit(1000)
class A:
    def __getattr__(self, n): return getattr(self, n + "x")
    def __eq__(self, o): return self == o
    def __repr__(self): return repr(self)
    def __add__(self, o): return self + o
    def __call__(self): return self()
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __hash__(self): return hash(self)
a = A()
for f in (lambda: a.x, lambda: a == a, lambda: repr(a), lambda: a + 1, lambda: a(), lambda: len(a), lambda: list(a), lambda: hash(a), lambda: str(a), lambda: {a: 1}, lambda: a in [A()], lambda: sorted([a, a], key=lambda x: x())):
    try:
        f()
    except RecursionError as e:
        print("RecursionError", str(e).split(" while")[0].split(" in ")[0])
