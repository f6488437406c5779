a, b, c = 1, 2, 3
a, b, c = c, a, b
print(a, b, c)
l = [0, 1, 2]
i = 0
i, l[i] = 2, "x"
print(i, l)
(a, b), c = "xy", "z"
print(a, b, c)
for (k, v), n in zip({"a": 1}.items(), [5]):
    print(k, v, n)
def two(): return 1, 2
x, y = two()
print(x, y, two()[1])
[p, [q, r]] = 1, (2, 3)
print(p, q, r)
() = []
[] = ()
try:
    () = [1]
except ValueError as e:
    print(e)
class U:
    def __iter__(self):
        for i in range(10):
            print("give", i)
            yield i
try:
    m, n = U()
except ValueError as e:
    print(e)
