l = list(range(10))
for a in (None, 0, 3, -3, 20, -20):
    for b in (None, 0, 7, -2, 20):
        print(a, b, [l[a:b:c] for c in (1, 2, -1, -3)])
