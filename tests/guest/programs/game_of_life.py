def step(cells):
    near = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    near[x + dx, y + dy] = near.get((x + dx, y + dy), 0) + 1
    return {c for c, n in near.items() if n == 3 or n == 2 and c in cells}
g = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for i in range(12):
    if i % 4 == 0:
        print(i)
        for y in range(6):
            print("".join(".#"[(x, y) in g] for x in range(6)))
    g = step(g)
print(sorted(g))
