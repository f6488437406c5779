print(list(zip("abc", [1, 2])), list(zip()), list(zip([1])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(filter(None, [0, 1, "", "a", []])), list(filter(lambda x: x > 1, [1, 2, 3])), list(enumerate("ab", 5)), list(enumerate([], start=2)), list(reversed("abc")), list(map(str, range(3))))
for f in (lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1], [1, 2], [1, 2, 3], strict=True)), lambda: zip(5), lambda: map(5), lambda: list(map(5, [1])), lambda: list(filter(5, [1])), lambda: enumerate(5), lambda: enumerate([], "a"), lambda: reversed({1}), lambda: reversed(x for x in []), lambda: list(zip([1], foo=2))):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
def loud(n, k):
    for i in range(k):
        print(n, i)
        yield i
print(list(zip(loud("a", 3), loud("b", 1))))
m = map(lambda x: 10 // x, [5, 0, 2])
print(next(m))
try:
    next(m)
except ZeroDivisionError as e:
    print(e)
print(next(m), list(m))
z = zip(it := iter(range(6)), it)
print(list(z), repr(zip())[:4], type(iter({}.items())).__name__, next(enumerate("x")), list(enumerate("ab", 2**62 - 1)))
