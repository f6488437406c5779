"""heapq and a heap written out, shortest paths on a grid, merging."""
import heapq
import sys


class Heap:
    def __init__(self):
        self.items = []

    def push(self, item):
        items = self.items
        items.append(item)
        at = len(items) - 1
        while at:
            parent = (at - 1) >> 1
            if items[parent] <= item:
                break
            items[at] = items[parent]
            at = parent
        items[at] = item

    def pop(self):
        items = self.items
        last = items.pop()
        if not items:
            return last
        first = items[0]
        at, child = 0, 1
        while child < len(items):
            if child + 1 < len(items) and items[child + 1] < items[child]:
                child += 1
            if last <= items[child]:
                break
            items[at] = items[child]
            at, child = child, 2 * child + 1
        items[at] = last
        return first


def shortest(size):
    cost = {(0, 0): 0}
    queue = [(0, 0, 0)]
    while queue:
        d, x, y = heapq.heappop(queue)
        if d > cost[x, y]:
            continue
        if x == size - 1 and y == size - 1:
            return d
        for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if 0 <= nx < size and 0 <= ny < size:
                nd = d + 1 + (nx * 7 + ny * 13) % 10
                if nd < cost.get((nx, ny), 1 << 30):
                    cost[nx, ny] = nd
                    heapq.heappush(queue, (nd, nx, ny))


def main(size):
    heap = Heap()
    state, total = 11, 0
    for i in range(size * 250):
        state = (state * 48271) % 2147483647
        heap.push(state % 100003)
        if i % 3 == 2:
            total += heap.pop()
    while heap.items:
        total ^= heap.pop()
    merged = sum(i * v for i, v in enumerate(
        heapq.merge(*[range(k, size * 10, 3) for k in range(3)])))
    print("priority_queue", total, shortest(size), merged,
          heapq.nlargest(3, (i * 7919 % 10007 for i in range(size * 10))))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 470)
