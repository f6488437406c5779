a = [1, [2, 3], {"k": [4]}]
b = a[:]; c = list(a); d = a.copy(); e = [*a]; f = a * 1; g = a + []
a[0] = 100; a[1].append("shared")
for x in (b, c, d, e, f, g): print(x, x is a, x[1] is a[1])
def mutate(l): l.append("m"); l = ["new"]; return l
print(mutate(a), a)
m = [[0] * 2] * 2; m[0][0] = 1; print(m)
x = y = []; x += [1]; y.append(2); print(x is y, x); x = x + [3]; print(x is y, x, y)
t = ([1], [2]); u = t; t[0].append(9); print(u)
try: t[0] += [8]
except TypeError: print(t)
l = [1, 2, 3]; it = iter(l); l[:] = [7, 8, 9, 10]; print(list(it)); l2 = l; l.clear(); print(l2)
def default(x, acc=()): return (*acc, x)
print(default(1), default(2), default(3, default(4)))
nested = [[]]; nested[0].append(nested); print(len(nested[0][0]), nested[0][0] is nested)
s = slice(1, 3); z = list(range(6)); z[s] = []; print(z, z[s]); del z[s]; print(z)
