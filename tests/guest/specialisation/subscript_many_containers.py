class G:
    def __getitem__(s, i): return ("G", i)
    def __setitem__(s, i, v): s.__dict__["set"] = (i, v)
class L(list):
    def __getitem__(s, i): return ("L", i)
class D(dict):
    def __missing__(s, k): return ("missing", k)
import collections, array
def get(c, i): return c[i]
def put(c, i, v): c[i] = v
cs = [[10, 20, 30], (1, 2, 3), "abc", b"abc", {1: "one"}, {"x": 1, 1: 2}, G(), L([1, 2]), D(), range(5), collections.deque([7, 8, 9]), bytearray(b"xyz"), memoryview(b"mem"), array.array("i", [4, 5]), collections.defaultdict(list), collections.OrderedDict({1: "od"})]
for _ in range(20): r = [get(c, 1) for c in cs]
print(r)
def tryget(c, i):
    try: return get(c, i)
    except Exception as e: return type(e).__name__
l = [1, 2, 3]
for i in range(100): tryget(l, i % 3)
print([tryget(l, i) for i in (0, -1, -3, -4, 3, True, False, 2**70, -2**70, 1.0, "a", None, slice(1))])
for i in range(50): put(l, i % 3, i)
g, d, b = G(), {}, bytearray(3)
for c in (g, d, b): put(c, 1, 7)
print(l, g.__dict__, d, b)
for c in ((1,), "s", 5, range(3), frozenset()):
    try: put(c, 0, 1)
    except TypeError as e: print(e)
import types
print(get(types.MappingProxyType({1: "mp"}), 1), get(list, int), get(dict, (int, str)))
