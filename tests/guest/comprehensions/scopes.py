x = "outer"
print([x for x in range(3)], x)
print({x: y for x in "ab" for y in range(2)}, {x % 3 for x in range(9)} == {0, 1, 2}, x)
class C:
    n = 3
    items = [n * 2 for n in range(n)]
    try:
        bad = [n for _ in range(2)]
    except NameError as e:
        print(e)
print(C.items)
def f():
    y = 10
    return [y + i for i in range(3)], [lambda: y + i for i in range(3)]
a, b = f()
print(a, [g() for g in b])
print([[i * j for j in range(3)] for i in range(3)], [i for r in [[1, 2], [3]] for i in r if i != 2 if i < 5])
print([(a, b) for a in range(3) for b in range(a)], dict((k, v) for k, v in zip("ab", [1, 2])))
