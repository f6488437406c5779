from functools import lru_cache
def lev(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1): cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]
def lcs(a, b):
    @lru_cache(None)
    def f(i, j):
        if i == len(a) or j == len(b): return ""
        if a[i] == b[j]: return a[i] + f(i + 1, j + 1)
        return max(f(i + 1, j), f(i, j + 1), key=len)
    return f(0, 0)
print(lev("kitten", "sitting"), lev("", "abc"), lev("flaw", "lawn"), lcs("AGGTAB", "GXTXAYB"), lcs("the quick brown", "quack brawn"))
def knap(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1): best[c] = max(best[c], best[c - w] + v)
    return best[cap]
print(knap([(12, 4), (2, 2), (1, 1), (4, 10), (1, 2)], 15))
def change(coins, n):
    ways = [1] + [0] * n
    for c in coins:
        for i in range(c, n + 1): ways[i] += ways[i - c]
    return ways[n]
print(change([1, 2, 5, 10, 20, 50, 100, 200], 200))
def lis(s):
    import bisect
    t = []
    for x in s:
        i = bisect.bisect_left(t, x); t[i:i + 1] = [x]
    return len(t)
print(lis([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]))
