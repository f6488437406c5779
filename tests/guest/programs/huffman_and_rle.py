import heapq
from itertools import groupby
def codes(s):
    n = {}
    for c in s: n[c] = n.get(c, 0) + 1
    h = [(k, c, c) for c, k in n.items()]; heapq.heapify(h)
    while len(h) > 1:
        a, b = heapq.heappop(h), heapq.heappop(h)
        heapq.heappush(h, (a[0] + b[0], min(a[1], b[1]), (a[2], b[2])))
    out = {}
    def walk(t, p):
        if isinstance(t, tuple): walk(t[0], p + "0"); walk(t[1], p + "1")
        else: out[t] = p or "0"
    walk(h[0][2], "")
    return out
s = "abracadabra alakazam"
c = codes(s); e = "".join(c[x] for x in s)
back, cur, inv = "", "", {v: k for k, v in c.items()}
for bit in e:
    cur += bit
    if cur in inv: back += inv[cur]; cur = ""
print(sorted(c.items()), len(e), back == s)
rle = [(k, len(list(g))) for k, g in groupby("aaabccdddd")]
print(rle, "".join(k * n for k, n in rle))
def caesar(t, k): return "".join(chr((ord(c) - b + k) % 26 + b) if c.isalpha() and (b := ord("A") if c.isupper() else ord("a")) else c for c in t)
print(caesar("Hello, World!", 3), caesar(caesar("Hello, World!", 3), -3))
