a = [[]] * 3
a[0].append(1)
print(a, a[0] is a[2])
b = [[] for _ in range(3)]
b[0].append(1)
print(b)
c = [0] * 4
c[1] = 5
print(c, [None] * 0, [1, 2] * -1)
m = [[0] * 3 for _ in range(2)]
m[0][1] += 7
print(m)
l = [1, 2]
l *= 3
print(l)
l *= 0
print(l)
