class Node:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
    def post(self):
        for k in self.kids: yield from k.post()
        yield self.v
    def paths(self, prefix=()):
        prefix += (self.v,)
        if not self.kids: yield prefix
        for k in self.kids: yield from k.paths(prefix)
t = Node(1, Node(2, Node(3), Node(4)), Node(5, Node(6, Node(7))))
print(list(t), list(t.post()), list(t.paths()), max(t), sum(t), 6 in t, sorted(t, reverse=True)[:2])
def inorder(lo, hi):
    if lo < hi:
        m = (lo + hi) // 2
        yield from inorder(lo, m); yield m; yield from inorder(m + 1, hi)
print(list(inorder(0, 20)) == list(range(20)))
def combos(items, k):
    if k == 0: yield ()
    for i in range(len(items)):
        for rest in combos(items[i + 1:], k - 1): yield (items[i], *rest)
print(list(combos("abcd", 2)), sum(1 for _ in combos(range(10), 4)))
