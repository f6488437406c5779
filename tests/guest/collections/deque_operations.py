from collections import deque
d = deque("abc", maxlen=4)
d.append("d"); d.append("e"); d.appendleft("z"); print(d, d.maxlen, d[0], d[-1], len(d), "b" in d, d.index("b"), d.count("z"))
d.rotate(1); print(d); d.rotate(-2); print(d); d.extend("12"); d.extendleft("34"); print(d, d.pop(), d.popleft(), d); d.remove("4") if "4" in d else None; d.insert(1, "I"); d.reverse(); print(d, d.copy(), list(reversed(d)))
d[0] = "first"; del d[1]; print(d, d == deque(d), d < deque(["z"]), deque([1]) + deque([2]), deque([1]) * 2, d.clear(), d, bool(d))
for f in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5], lambda: deque([1]).remove(2), lambda: deque([1]).index(2), lambda: deque(5), lambda: deque([], -1), lambda: deque([1])[0:1], lambda: hash(deque()), lambda: deque([1], 1).insert(0, 2), lambda: deque([1]) + [2]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
q = deque([1, 2, 3])
try:
    for x in q: q.append(x)
except RuntimeError as e:
    print(e)
big = deque(range(1000))
for i in range(500): big.popleft(); big.append(i)
print(sum(big), big[250], big[-1], len(big), deque([1, deque([2])]))
