def row(y, w=60):
    out = ""
    for x in range(w):
        c = complex(x / w * 3 - 2.1, y / 20 * 2 - 1)
        z, n = 0, 0
        while abs(z) <= 2 and n < 40: z = z * z + c; n += 1
        out += " .:-=+*#%@"[n // 4 if n < 40 else 9]
    return out
for y in range(21): print(row(y))
