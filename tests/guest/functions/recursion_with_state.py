def flatten(x, out=None):
    out = [] if out is None else out
    for i in x:
        flatten(i, out) if isinstance(i, (list, tuple)) else out.append(i)
    return out
print(flatten([1, [2, (3, [4]), []], 5]))
def perms(s):
    if len(s) < 2: return [s]
    return [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms("abc"))
def power_set(l):
    if not l: yield []; return
    for s in power_set(l[1:]): yield s; yield [l[0]] + s
print(sorted(power_set([1, 2, 3])))
def gcd(a, b): return a if b == 0 else gcd(b, a % b)
print(gcd(1071, 462), gcd(2**100, 6**40))
def count(n):
    count.calls += 1
    return n if n == 0 else count(n - 1)
count.calls = 0
count(50); print(count.calls)
