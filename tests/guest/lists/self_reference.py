l = [1]
l.append(l)
print(l, repr(l), l == l, l[1][1][1] is l)
d = {"l": l}
l.append(d)
d["d"] = d
print(d, l)
t = ([],)
t[0].append(t)
print(t)
a, b = [], []
a.append(b); b.append(a)
try:
    a == b
except RecursionError as e:
    print(type(e).__name__)
