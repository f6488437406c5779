class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __add__(self, o): return Matrix([[a + b for a, b in zip(r, q)] for r, q in zip(self.rows, o.rows)])
    def __rmul__(self, k): return Matrix([[k * a for a in r] for r in self.rows])
    def __pow__(self, n):
        m = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))])
        b = self
        while n:
            if n & 1: m = m @ b
            b = b @ b; n >>= 1
        return m
    def __getitem__(self, ij): i, j = ij; return self.rows[i][j]
    def __eq__(self, o): return isinstance(o, Matrix) and self.rows == o.rows
    def __str__(self): return "\n".join(" ".join(f"{a:4}" for a in r) for r in self.rows)
    @property
    def T(self): return Matrix(zip(*self.rows))
m = Matrix([[1, 2], [3, 4]])
print(m @ m.T); print(2 * m + m); print(m ** 5, m[1, 0], m == Matrix([[1, 2], [3, 4]]))
print((Matrix([[1, 1], [1, 0]]) ** 300)[0, 1])
try:
    m * 2
except TypeError as e:
    print(e)
