import heapq, bisect
h = [5, 1, 8, 3, 9, 2]; heapq.heapify(h); print(h, heapq.heappop(h), heapq.heappushpop(h, 0), heapq.heapreplace(h, 7), h, [heapq.heappop(h) for _ in range(len(h))])
print(heapq.nlargest(3, [5, 1, 9, 3]), heapq.nsmallest(2, "hello"), heapq.nlargest(2, ["a", "bbb", "cc"], key=len), list(heapq.merge([1, 4], [2, 3], [0])), list(heapq.merge("db", "ca", reverse=True)), heapq.nsmallest(10, [2, 1]))
l = [1, 2, 2, 3]; print(bisect.bisect(l, 2), bisect.bisect_left(l, 2), bisect.insort(l, 2), l, bisect.bisect_right([3, 2, 1], -2, key=lambda x: -x), bisect.bisect_left(l, 5, 1, 3))
for f in (lambda: heapq.heappop([]), lambda: heapq.heapify((1,)), lambda: heapq.heappush([1], "a"), lambda: bisect.bisect([1], 0, -1), lambda: heapq.heapreplace([], 1), lambda: heapq.heapify([1, "a", None])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class T:
    def __init__(s, p, n): s.p, s.n = p, n
    def __lt__(s, o): return s.p < o.p
q = []
for i, w in enumerate("write test code ship plan".split()): heapq.heappush(q, T(len(w), w))
print([heapq.heappop(q).n for _ in range(5)])
x, out = 42, []
for _ in range(2000): x = x * 1103515245 + 12345 & 0x7FFFFFFF; heapq.heappush(out, x % 1000)
r = [heapq.heappop(out) for _ in range(2000)]; print(r == sorted(r), r[:5], r[-3:])
