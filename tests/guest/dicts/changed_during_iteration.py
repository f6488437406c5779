def attempt(change):
    d = {i: i for i in range(4)}
    seen = []
    try:
        for k in d:
            seen.append(k)
            change(d, k)
    except RuntimeError as e:
        print(e, seen)
    else:
        print("no error", seen, d)
attempt(lambda d, k: d.pop(k))
attempt(lambda d, k: d.__setitem__(k + 10, 0))
attempt(lambda d, k: d.__setitem__(k, "same"))
attempt(lambda d, k: (d.pop(k), d.__setitem__(k + 10, 0)) if k < 2 else None)
attempt(lambda d, k: d.clear())
d = {1: 1}
it = iter(d)
d[2] = 2
for _ in range(2):
    try:
        print(next(it, "done"))
    except RuntimeError as e:
        print(e)
it = iter(d.items()); print(it.__length_hint__()); next(it); print(it.__length_hint__())
