r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, 5.0 in r, "a" in r, r.index(8), r.count(8), r.count(9), r.start, r.stop, r.step)
print(range(0), list(range(5, 0, -2)), range(3) == range(0, 3, 1), range(0) == range(5, 5), hash(range(3)) == hash(range(0, 3)), bool(range(0)), list(reversed(range(4))), range(True))
print(len(range(10**18)), range(10**30)[-1], 10**29 in range(10**30), range(10**30)[10**20:10**20 + 2], range(-5, 5)[-1])
for f in (lambda: range(), lambda: range(1.5), lambda: range(1, 2, 0), lambda: range("a"), lambda: r[10], lambda: r.index(3), lambda: len(range(10**30)), lambda: range(1, 2, 3, 4), lambda: range(3) + range(2), lambda: setattr(r, "start", 1), lambda: range(3) < range(4), lambda: r["a"]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
