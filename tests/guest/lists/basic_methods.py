l = [3, 1, 2]
l.append(4); l.extend("ab"); l.insert(0, "z"); l.insert(100, "end"); l.insert(-1, "near")
print(l, l.index("a"), l.count(3), l.pop(), l.pop(0), l.pop(-2), l)
l.remove("a"); l.reverse(); print(l, l.copy() is l, l.copy() == l)
l.clear(); print(l, [1] + [2], [1] * 3, 2 * [0], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [1, 2] == [1.0, 2.0])
for f in (lambda: l.pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1, 2].index(1, 1), lambda: [1] + (2,), lambda: [1] * "a", lambda: [1] * 1.5, lambda: l.append(), lambda: l.extend(5), lambda: [1] < [None], lambda: l.insert(1), lambda: hash([]), lambda: l.pop("a"), lambda: list(5), lambda: list(1, 2), lambda: l.sort(1), lambda: [1, "a"].sort()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
