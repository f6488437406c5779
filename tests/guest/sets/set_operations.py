a, b = {1, 2, 3}, {3, 4}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), a <= {1, 2, 3, 4}, a < a, a >= {1}, a.isdisjoint({9}), a == {3, 2, 1}, a != b)
print(sorted(a.union([5], (6,))), sorted(a.intersection([1, 2], [2])), sorted(a.difference([1], [2])), sorted(a.symmetric_difference([1, 9])), a.issubset(range(10)), a.issuperset([1]))
a |= {7}; a &= {1, 2, 7}; a -= {1}; a ^= {2, 8}
print(sorted(a))
a.add(5); a.discard(99); a.remove(5); a.update([1, 2], "x"); a.discard("x")
print(sorted(a), len(a), 7 in a, sorted(a.copy()), set(), frozenset(), {5}, frozenset([5]), set("a"))
for f in (lambda: a.remove(100), lambda: set().pop(), lambda: {[]}, lambda: a | [1], lambda: a - 5, lambda: set(5), lambda: a < [1], lambda: hash(set()), lambda: a.add({}), lambda: a.union(5), lambda: [] in a, lambda: frozenset().add(1), lambda: set(1, 2), lambda: a + a, lambda: a[0]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
