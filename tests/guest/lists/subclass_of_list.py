class L(list):
    def append(self, x):
        super().append(x * 2)
    def __getitem__(self, i):
        return ("got", super().__getitem__(i))
    def __len__(self):
        return 100
l = L([1, 2])
l.append(5)
print(l, l[0], l[0:2], len(l), list(l), bool(L()), [*l], sum(l), sorted(l), type(l + [1]).__name__, type(l * 2).__name__, type(l.copy()).__name__, l == [1, 2, 10])
a, b, c = l
print(a, b, c)
class Iter(list):
    def __iter__(self):
        yield "mine"
print(list(Iter([1, 2])), [*Iter([1])], tuple(Iter([3])), Iter([4, 5]), sum(map(len, Iter())), [].__add__(Iter([1])))
x, = Iter([9, 8])
print(x)
