l = [1, 2, 3, 4]
for x in l:
    print(x, end=" ")
    if x < 3:
        l.append(x * 10)
print(l)
l = [1, 2, 3, 4, 5]
for x in l:
    l.remove(x)
print(l)
it = iter([1, 2])
print(next(it), next(it), next(it, "end"), next(it, "end"))
l = [0]
it = iter(l)
print(list(it)); l.append(1); print(list(it))
l = [5, 4]
it = iter(l); next(it); l.clear(); print(list(it)); l.extend([1, 2, 3]); print(list(it))
class Evil:
    def __init__(self, l): self.l = l
    def __eq__(self, o):
        self.l.clear()
        return False
l = []
l += [Evil(l), Evil(l), 3]
print(3 in l, l)
