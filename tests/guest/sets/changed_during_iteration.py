s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 100)
except RuntimeError as e:
    print(e)
s = {1, 2, 3}
try:
    for x in s:
        s.discard(x)
except RuntimeError as e:
    print(e)
s = {1, 2, 3}
for x in list(s):
    s.remove(x)
print(s)
s = set(range(10))
while s:
    s.pop()
print(s)
class E:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
print(len({E(1), E(2), E(1)}), E(2) in {E(1), E(2)}, len({E(1)} & {E(1), E(3)}))
