fs = [lambda: x for x in range(2)]
g = (y * z for y in range(3) for z in [y + 1])
print(list(g), list(g))
n = 3
h = (n for _ in range(2))
n = 7
print(list(h))
lst = [1, 2]
k = (a for a in lst)
lst = [3]
print(list(k))
m = (a + b for a in [1] for b in lst)
lst = [100]
print(list(m), sum(i * i for i in range(10)), max((len(w), w) for w in "a bbb cc".split()), any(i > 3 for i in range(5)), dict((i, i) for i in range(2)), tuple(i for i in "ab"), sorted((-i for i in range(3))))
print(all(print("checked", i) or i < 1 for i in range(5)))
