def total(it):
    n = 0
    for x in it: n += 1 if not isinstance(x, int) else x
    return n
class It:
    def __init__(s): s.i = 0
    def __iter__(s): return s
    def __next__(s):
        s.i += 1
        if s.i > 3: raise StopIteration
        return s.i
class Seq:
    def __getitem__(s, i):
        if i > 3: raise IndexError
        return i
class L(list):
    def __iter__(s): return iter([100])
def gen(): yield from range(4)
for _ in range(15):
    r = [total(x) for x in (range(10), [1, 2, 3], (4, 5), "abc", {1: 2, 3: 4}, {7, 8}, gen(), It(), Seq(), L([1]), map(abs, [-1, -2]), zip([1], [2]), enumerate("ab"), b"ab", reversed([1, 2]), iter([9]), {1: 2}.values(), range(5, 0, -2), filter(None, [0, 1]), range(2**62 - 1, 2**62 + 1), frozenset([5]), iter(lambda c=[3, 2, 1]: c.pop(), 3), (x for x in (1, 2)), bytearray(b"\1\2"), memoryview(b"\3"))]
print(r)
def unpack(x): a, b = x; return a, b
out = []
for x in ([1, 2], (3, 4), "ab", {5: 0, 6: 0}, range(2), gen2() if False else iter([7, 8]), b"zz", L([1, 2])):
    try: out.append(unpack(x))
    except ValueError as e: out.append(str(e))
print(out)
