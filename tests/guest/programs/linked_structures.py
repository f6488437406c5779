class Node:
    __slots__ = ("key", "left", "right")
    def __init__(self, key): self.key, self.left, self.right = key, None, None
class Tree:
    def __init__(self, it=()):
        self.root, self.n = None, 0
        for k in it: self.add(k)
    def add(self, k):
        if self.root is None: self.root = Node(k); self.n += 1; return
        n = self.root
        while True:
            if k == n.key: return
            side = "left" if k < n.key else "right"
            nxt = getattr(n, side)
            if nxt is None: setattr(n, side, Node(k)); self.n += 1; return
            n = nxt
    def __iter__(self):
        def walk(n):
            if n: yield from walk(n.left); yield n.key; yield from walk(n.right)
        return walk(self.root)
    def __contains__(self, k):
        n = self.root
        while n and n.key != k: n = n.left if k < n.key else n.right
        return n is not None
    def __len__(self): return self.n
    def depth(self):
        d = lambda n: 1 + max(d(n.left), d(n.right)) if n else 0
        return d(self.root)
t = Tree((i * 37) % 101 for i in range(101))
print(len(t), list(t)[:5], list(t)[-1], 50 in t, 500 in t, t.depth(), list(Tree("hello")))
