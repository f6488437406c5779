class C:
    def __init__(self):
        self.log = []

    def __iadd__(self, other):
        self.log.append(other)
        return self

    def __add__(self, other):
        return "added"

    def __isub__(self, other):
        return NotImplemented

    def __sub__(self, other):
        return ("sub", other)


c = d = C()
c += 1
print(c is d, d.log)
c -= 5
print(c)
l = m = [1]
l += (2, 3)
print(m)
l = l + [4]
print(m, l)
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)
x = 7
x //= 2; x **= 3; x <<= 1; x |= 1; x ^= 3; x &= 0xFF; x %= 50; x >>= 1
print(x)
s = {1, 2}
u = s
s |= {3}
s -= {1}
print(sorted(u))
class M:
    def __imatmul__(self, o):
        return ('matmul', o)
y = M()
y @= 4
print(y)
