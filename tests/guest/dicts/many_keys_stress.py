d = {}
state = 12345
ops = [0, 0, 0]
for i in range(20000):
    state = (state * 1103515245 + 12345) % 2**31
    k = state % 700
    op = (state >> 16) % 3
    ops[op] += 1
    if op == 0:
        d[k] = i
    elif op == 1:
        d.pop(k, None)
    else:
        d[str(k)] = d.get(k, -1)
print(ops, len(d), sum(v for v in d.values()), list(d.items())[:5], list(d)[-3:])
s = {k for k in d if isinstance(k, int)}
print(len(s), sum(s), all(k in d for k in s))
e = {k: v for k, v in sorted(d.items(), key=lambda p: str(p[0]))}
print(e == d, list(e)[:4])
