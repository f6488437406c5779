a, *b, c = range(6)
print(a, b, c)
*a, b = "xyz"
print(a, b)
(a, (b, *c)), d = (1, (2, 3, 4)), 5
print(a, b, c, d)
[a, *b] = [1]
print(a, b)
for x, *y in [(1, 2, 3), (4,)]:
    print(x, y)
print([*range(3), *"ab", *{}], (*[1], *(2,)), {*[1, 1]}, {**{"a": 1}, **{"a": 2, "b": 3}})
for bad in ("a, b = 1, 2, 3", "a, b = [1]", "a, *b, c = [1]", "a, b = 5", "a, b, c = iter([1, 2])"):
    try:
        exec(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
