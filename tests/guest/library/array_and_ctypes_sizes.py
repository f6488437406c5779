import array
for c in "bBhHiIlLqQfd":
    a = array.array(c, [1, 2]); print(c, a.itemsize, a.tobytes().hex(), a)
a = array.array("i", range(5)); a[1:3] = array.array("i", [9]); a.extend([7]); a.insert(0, -1); a.reverse(); print(a, a.pop(), a.index(9), a.count(9), a.tolist(), a + a, a * 2, a == array.array("l", a), a[::-1], 9 in a, a.buffer_info()[1], a.byteswap() or a[0], array.array("u", "é").tounicode(), memoryview(array.array("d", [1.5])).format)
for f in (lambda: array.array("i", ["a"]), lambda: array.array("b", [200]), lambda: array.array("z"), lambda: a.append(1.5), lambda: a.append(2**40), lambda: a[100], lambda: array.array("i", b"abc"), lambda: array.array("i", "abc"), lambda: a.remove(999), lambda: a + [1], lambda: array.array("i").pop(), lambda: a.__setitem__(slice(0, 1), [1])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
with open("a.bin", "wb") as f: array.array("h", [1, -2]).tofile(f)
b = array.array("h"); b.fromfile(open("a.bin", "rb"), 2); b.frombytes(b"\5\0"); b.fromlist([8]); print(b)
try: b.fromfile(open("a.bin", "rb"), 5)
except EOFError as e: print(e, b)
import copy, pickle; print(copy.copy(b) == b, pickle.loads(pickle.dumps(b)))
