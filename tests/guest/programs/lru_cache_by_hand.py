class LRU:
    class Link:
        __slots__ = "prev", "next", "key", "value"
    def __init__(self, size):
        self.size, self.map = size, {}
        self.head = h = LRU.Link(); h.prev = h.next = h
    def _front(self, l): h = self.head; l.prev, l.next = h, h.next; h.next.prev = l; h.next = l
    def _cut(self, l): l.prev.next, l.next.prev = l.next, l.prev
    def get(self, k, d=None):
        l = self.map.get(k)
        if l is None: return d
        self._cut(l); self._front(l); return l.value
    def put(self, k, v):
        l = self.map.get(k)
        if l is None:
            if len(self.map) == self.size: old = self.head.prev; self._cut(old); del self.map[old.key]
            l = self.map[k] = LRU.Link(); l.key = k
        else: self._cut(l)
        l.value = v; self._front(l)
    def keys(self):
        l = self.head.next
        while l is not self.head: yield l.key; l = l.next
c = LRU(3)
for k in "abcadbe": c.put(k, k.upper()); c.get("a")
print(list(c.keys()), c.get("a"), c.get("c", "gone"), len(c.map))
hits = 0; big = LRU(50); x = 1
for i in range(5000):
    x = x * 1103515245 + 12345 & 0x7FFFFFFF; k = (x >> 16) % 80
    if big.get(k) is not None: hits += 1
    else: big.put(k, i)
print(hits, len(big.map), list(big.keys())[:5])
