class Boom:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        if self.v == 3 or o.v == 3: raise RuntimeError("three")
        return self.v < o.v
l = [Boom(i) for i in (5, 4, 3, 2, 1)]
try:
    l.sort()
except RuntimeError as e:
    print(e, sorted(x.v for x in l), len(l))
l = [1, 2, 3]
try:
    l.sort(key=lambda x: 1 / (x - 2))
except ZeroDivisionError as e:
    print(e, l)
for f in (lambda: l.sort(lambda x: x), lambda: l.sort(key=5), lambda: sorted(l, reverse="x"), lambda: sorted(), lambda: sorted(5), lambda: sorted(l, foo=1), lambda: l.sort(reverse=None)):
    try:
        print(f())
    except TypeError as e:
        print(e)
