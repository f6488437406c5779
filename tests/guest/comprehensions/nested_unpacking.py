print([a + b for a, b in [(1, 2), (3, 4)]], [x for x, *y in ["abc", "de"]], [y for x, *y in ["abc", "de"]])
print({k: v for k, (v, _) in {"a": (1, 2)}.items()}, [a[0] for a[0] in range(3)] if (a := [9]) else 0, a)
m = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*m)], [[r[i] for r in m] for i in range(3)], sum(x for r in m for x in r))
print(list(map(lambda p: p[0] * p[1], [(i, j) for i in range(3) for j in range(3) if i != j])))
print([i for i in [] or [1]], [i if i else "z" for i in (0, 1)], [not i for i in (0, 1)])
try:
    [a for a, b in [(1, 2, 3)]]
except ValueError as e:
    print(e)
