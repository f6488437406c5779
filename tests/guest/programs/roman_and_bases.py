def roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        k, n = divmod(n, v); out += s * k
    return out
def base(n, b):
    if n < 0: return "-" + base(-n, b)
    return "0123456789abcdefghijklmnopqrstuvwxyz"[n] if n < b else base(n // b, b) + "0123456789abcdefghijklmnopqrstuvwxyz"[n % b]
print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999)])
print([base(n, b) for n in (0, 255, -37, 10**20) for b in (2, 7, 16, 36)])
print(all(int(base(n, b), b) == n for n in range(-50, 500, 7) for b in range(2, 37)))
def collatz(n):
    k = 0
    while n != 1: n = n // 2 if n % 2 == 0 else 3 * n + 1; k += 1
    return k
print(max(range(1, 3000), key=collatz), collatz(27))
def hanoi(n, a="A", b="B", c="C"):
    if n: yield from hanoi(n - 1, a, c, b); yield a + c; yield from hanoi(n - 1, b, a, c)
print(" ".join(hanoi(4)), sum(1 for _ in hanoi(10)))
