class Seq:
    def __init__(self, *v): self.v = list(v)
    def __len__(self): return len(self.v)
    def __getitem__(self, i):
        print("get", i)
        if isinstance(i, slice): return Seq(*(self.v[j] for j in range(*i.indices(len(self)))))
        return self.v[i]
    def __repr__(self): return f"Seq{tuple(self.v)}"
s = Seq(0, 1, 2, 3, 4)
print(s[1:3], s[-2:], s[::-2], s[10:], s[:], s[2], list(s), 3 in s, [*reversed(s)])
a, *b = s
print(a, b)
import operator
print(operator.getitem([1, 2, 3], slice(0, 2)), slice(1, 2).__eq__(slice(1, 2)), slice(None).indices(0), slice(-1, -5, -2).indices(4), slice("a", "b"), repr(slice(1, None, [])))
m = memoryview(bytearray(range(10))); print(m[2:8][1:3].tolist(), m[::3].tolist(), bytes(m[::-4]))
