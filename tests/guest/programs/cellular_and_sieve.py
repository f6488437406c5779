def rule(n, w, steps):
    row = [0] * w; row[w // 2] = 1
    for _ in range(steps):
        yield "".join(" #"[c] for c in row)
        row = [n >> (row[i - 1] << 2 | row[i] << 1 | row[(i + 1) % w]) & 1 for i in range(w)]
for l in rule(30, 41, 12): print(l)
def sieve(n):
    s = bytearray([1]) * (n + 1); s[:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if s[i]: s[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, x in enumerate(s) if x]
p = sieve(20000); print(len(p), p[-5:], sum(p))
def factors(n):
    out, d = [], 2
    while d * d <= n:
        while n % d == 0: out.append(d); n //= d
        d += 1
    return out + [n] * (n > 1)
print([factors(n) for n in (360, 97, 9999, 2**31 - 1)])
