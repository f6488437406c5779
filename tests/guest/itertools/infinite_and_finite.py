from itertools import *
print(list(islice(count(5, 2), 3)), list(islice(count(0.5, 0.25), 3)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), repeat(5), list(islice(repeat("x"), 2)), count(3), count(1, 2.5))
print(list(accumulate([1, 2, 3])), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], initial=10)), list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])), list(compress("abcd", [1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 3, 2])), list(takewhile(lambda x: x < 3, [1, 3, 2])), list(filterfalse(lambda x: x % 2, range(5))), list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest("ab", "xyz", fillvalue="-")), list(pairwise("abc")))
print([(k, list(g)) for k, g in groupby("aabbba")], [(k, [x for x in g]) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)], list(islice("abcdef", 1, 5, 2)), list(islice("abc", None)))
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(permutations("abc", 2)), list(combinations("abc", 2)), list(combinations_with_replacement("ab", 2)), list(product()), len(list(permutations(range(5)))))
a, b = tee(iter("xyz")); print(next(a), list(b), list(a))
g = groupby("aab"); k1, g1 = next(g); k2, g2 = next(g); print(list(g1), list(g2))
for f in (lambda: islice("a", -1), lambda: count("a"), lambda: list(repeat(1, "a")), lambda: combinations("ab", -1), lambda: list(islice([1], 0, 5, 0)), lambda: product(5), lambda: permutations("ab", "c"), lambda: tee([], -1), lambda: list(starmap(pow, [5])), lambda: cycle(), lambda: zip_longest("a", foo=1), lambda: next(count(5)), lambda: list(accumulate([1, "a"]))):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
