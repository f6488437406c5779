for a in (7, -7, 0, 10**20, -10**20):
    for b in (3, -3, 10**19 + 7):
        q, r = divmod(a, b)
        print(a, b, q, r, a // b == q, a % b == r, q * b + r == a)
print(7 / 2, -7 / 2, 10**400 // 10**399, 10**400 / 10**399)
for e in ("1 // 0", "1 % 0", "1 / 0", "divmod(1, 0)", "10**400 / 3", "10**30 // 0", "10**30 % 0", "0 ** -1", "pow(2, 3, 0)"):
    try:
        print(eval(e))
    except ArithmeticError as x:
        print(type(x).__name__, x)
    except ValueError as x:
        print(type(x).__name__, x)
