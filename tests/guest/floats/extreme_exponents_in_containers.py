big, tiny = 1e300, 1e-300
values = [big, tiny, -big, -tiny, 5e-324, 0.0, -0.0, 1.0, 1e-310, float("nan"), float("inf")]
total = 0.0
for v in values[:8]:
    total += v
print(total, sorted(values[:9]))
d = {v: str(v) for v in values}
print(d[1e300], d[1e-310], d[0.0], len(d))
print([v * 2 for v in values], [v / 3 for v in values])
print(max(values[:9]), min(values[:9]), (big, tiny) == (1e300, 1e-300))
nan = values[9]
print(values.index(nan), nan in values, values.count(nan), float("nan") in values)
x = 1.0
n = 0
while x:
    x /= 2
    n += 1
print(n)
