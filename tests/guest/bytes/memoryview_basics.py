b = bytearray(b"abcdef")
m = memoryview(b)
print(m[0], m[1:3].tobytes(), m[::-1].tolist(), len(m), m.readonly, m.format, m.itemsize, m.nbytes, m.shape, m.strides, m.ndim)
m[0] = 90; m[1:3] = b"YX"
print(b, m == b, bytes(m), m.hex(), memoryview(b"abc") == memoryview(b"abc"), hash(memoryview(b"ab")) == hash(b"ab"), list(m), 90 in m)
c = memoryview(bytearray(8)).cast("I")
c[0] = 0x01020304
print(c.tolist(), c.obj, c.cast("B").tolist(), c.itemsize, c.shape)
for f in (lambda: b.append(1), lambda: m.__setitem__(0, 256), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: memoryview(b"a").__setitem__(0, 1), lambda: memoryview("a"), lambda: m[10], lambda: m["a"], lambda: memoryview(bytearray(3)).cast("I"), lambda: hash(m)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
m.release()
try:
    m[0]
except ValueError as e:
    print(e)
with memoryview(b) as v:
    print(v.tobytes())
c.release()
b.append(1)
print(b)
