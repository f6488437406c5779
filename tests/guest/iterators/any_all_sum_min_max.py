print(any([]), all([]), any([0, 2]), all([1, 0]), sum([]), sum([1, 2], 10), sum([[1], [2]], []), sum((0.1, 0.2)), min(3, 1, 2), max("abc"), min([5], default=0), max([], default="d"), max([1, -5], key=abs), min("b", "a", key=lambda s: -ord(s)), max([(1, "a"), (1, "b")], key=lambda t: t[0]), min([1, 1.0]), sum([True, True]))
for f in (lambda: sum("ab"), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: max(), lambda: max([]), lambda: max(1, "a"), lambda: max(5), lambda: max(1, 2, default=3), lambda: sum([1], start="x"), lambda: min([1, None]), lambda: any(5), lambda: sum(5), lambda: sum([[]])):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
class A:
    def __radd__(self, o): return ("radd", o)
    def __add__(self, o): return ("add", o)
print(sum([A()]), sum([1, A()]), sum([A()], A())[0], sum([1.5, 2, 2**70]), sum([2**62, 2**62, -2**62]))
def stop(x): print("see", x); return x
print(any(stop(i) for i in (0, 1, 2)), all(stop(i) for i in (1, 0, 1)))
