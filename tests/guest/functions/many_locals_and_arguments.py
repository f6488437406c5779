def f(a, b, c, d, e, g, h, i, j, k, l, m, n, o, p):
    q = a + b; r = c + d; s = e + g; t = h + i; u = j + k; v = l + m; w = n + o
    x = [q, r, s, t, u, v, w, p]
    y = {n_: v_ for n_, v_ in zip("qrstuvwp", x)}
    return sum(x), y["w"], max(x)
print(f(*range(15)), f(*"abcdefghijklmno"[:0] or [2] * 15))
def deep(a):
    b = a + 1
    c = (b, (a, b, [a, b, {a: b}]))
    return c, a * b + a - b // (a or 1) % 7, -a ** 2, not a, a < b < 10 or "no"
print(deep(3), deep(0), deep(9))
def swap(a, b, c): a, b, c = c, a, b; b, a = a, b; return a, b, c
print(swap(1, 2, 3))
def chain():
    a = b = c = []
    a.append(1); b = b + [2]; c += [3]
    return a, b, c, a is c
print(chain())
def multi(): return 1, *[2, 3], *"ab"
print(multi())
