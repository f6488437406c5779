def classify(n):
    if n < 0: r = "neg"
    elif n == 0: r = "zero"
    elif n < 10 and n % 2 == 0: r = "small even"
    elif n < 10: r = "small odd"
    elif n in (10, 20, 30) or n == 99: r = "special"
    elif not n % 7: r = "seven"
    elif isinstance(n, float): r = "float"
    else: r = "big"
    return r
print([classify(n) for n in (-1, 0, 4, 7, 10, 99, 14, 12.5, 101, True, 2.0)])
def both(a, b, c): return [x for x in ((a and b) or c, a and (b or c), not (a or b) and c, (a if b else c) or (c if a else b))]
for a in (0, 1):
    for b in ("", "b"):
        for c in ([], [1]): print(a, repr(b), c, both(a, b, c))
