import random
def lcg(seed, n):
    out = []
    for _ in range(n):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        out.append(seed >> 33)
    return out
base = lcg(1, 3000)
for name, l in (("random", base), ("sorted", sorted(base)), ("reversed", sorted(base)[::-1]), ("runs", sorted(base[:1000]) + sorted(base[1000:])), ("few", [x % 5 for x in base]), ("float", [x / 7 for x in base]), ("str", [str(x) for x in base]), ("tuple", [(x % 3, str(x)) for x in base]), ("big", [x << 40 for x in base]), ("mixed", [x if x % 2 else float(x) for x in base])):
    s = sorted(l)
    r = sorted(l, reverse=True)
    print(name, all(a <= b for a, b in zip(s, s[1:])), r == s[::-1] or name == "mixed", hash(tuple(s[:3])) == hash(tuple(sorted(l)[:3])), len(s))
ix = sorted(range(3000), key=lambda i: base[i] % 10)
print(all(ix[i] < ix[i + 1] for i in range(2999) if base[ix[i]] % 10 == base[ix[i + 1]] % 10), ix[:5])
n = 0
class C:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        global n
        n += 1
        return self.v < o.v
for k in (lcg(5, 64), lcg(5, 500), list(range(500)), list(range(500, 0, -1))):
    n = 0
    sorted(map(C, k))
    print(len(k), n)
