def pi(n):
    out, q, r, t, k, m, x = [], 1, 0, 1, 1, 3, 3
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m); q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, out))
print(pi(120))
f = 1
for i in range(1, 101): f *= i
print(f, sum(map(int, str(f))))
a, b = 0, 1
for _ in range(500): a, b = b, a + b
print(a)
def e(n):
    t = s = 10 ** (n + 5)
    k = 1
    while t: t //= k; s += t; k += 1
    return str(s)[:n]
print(e(100)); print(pow(3, 10**6, 10**20), 2**521 - 1)
