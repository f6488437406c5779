print([1, 2, 3] < [1, 2, 4], [1, 2] < [1, 2, 0], [2] > [1, 9], [1, "a"] < [2, None], [[1], [2]] < [[1], [3]], [] == [], [] <= [], [float("nan")] < [1])
class O:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print("lt", self.n, o.n); return self.n < o.n
    def __gt__(self, o): print("gt", self.n, o.n); return self.n > o.n
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
print([O(1), O(2)] < [O(1), O(3)])
print([O(1), O(2)] > [O(1)])
print(sorted([O(2), O(1), O(3)], key=lambda o: o.n)[0].n, max([O(1), O(5)]).n, min([O(1), O(5)]).n)
print(O(1).__ge__(O(2)))
