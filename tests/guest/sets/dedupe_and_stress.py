state = 7
s, shadow = set(), {}
for i in range(20000):
    state = (state * 48271) % 2147483647
    k = state % 1000 - 500
    if state & 64:
        s.add(k); shadow[k] = 1
    else:
        s.discard(k); shadow.pop(k, None)
print(len(s), sorted(s) == sorted(shadow), sum(s))
t = {str(x) for x in s} | {float(x) for x in s} | s
print(len(t), len({x for x in t if isinstance(x, str)}))
print(len(set("mississippi")), sorted(set("mississippi")), len({1, 1.0, True, "1"}), sorted({i % 7 for i in range(100)}))
big = set(range(5000)) - set(range(0, 5000, 3))
print(len(big), sum(big), len(big & set(range(100))), len(big ^ set(range(6000))))
