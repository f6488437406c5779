import mmap, os, tempfile

m = mmap.mmap(-1, 20)
print(m, len(m), m.tell())
print(m.write(b"one\ntwo\nthree\n"), m.tell(), m.seek(0), m.readline(), m.read(3), m.read_byte(), m.read(), m.read())
print(m.find(b"t", 0), m.rfind(b"t"), m.rfind(b"o", 0, 5), m.find(b"nothing"), m.find(b""), m[4], m[4:7], m[::-5], m[-1])
m[0] = 65
m[4:7] = b"TWO"
m[0:6:2] = b"xyz"
m.move(10, 0, 4)
print(bytes(m), list(m[:2]), next(iter(m)))
for action in (lambda: m[20], lambda: m["a"], lambda: m.__setitem__(0, 256), lambda: m.__setitem__(0, b"a"),
               lambda: m.__setitem__(slice(0, 2), b"a"), lambda: m.__delitem__(0), lambda: m.seek(21), lambda: m.seek(0, 7),
               lambda: m.write(bytes(21)), lambda: mmap.mmap(-1, -1), lambda: mmap.mmap(-1, 10, access=9),
               lambda: mmap.mmap(-1, 10, access=1, flags=mmap.MAP_PRIVATE), lambda: m.move(10, 15, 10), lambda: m.read("a")):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
view = memoryview(m)
print(view.nbytes, view.readonly, view.format)
for name, args in ("close", ()), ("resize", (10,)):
    try:
        getattr(m, name)(*args)
    except BufferError as e:
        print(e)
view.release()
m.close()
print(m, m.closed)
try:
    m[0]
except ValueError as e:
    print(e)

with tempfile.TemporaryFile() as file:
    file.write(b"0123456789" * 1000)
    file.flush()
    with mmap.mmap(file.fileno(), 0) as m:
        print(len(m), m.size(), m[9995:])
        m[0:4] = b"abcd"
        m.flush()
        m.resize(12000)
        print(len(m), m.size(), os.fstat(file.fileno()).st_size)
    file.seek(0)
    print(file.read(6))
    with mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_READ) as m:
        print(m, memoryview(m).readonly)
        try:
            m[0] = 1
        except TypeError as e:
            print(e)
    with mmap.mmap(file.fileno(), 10, access=mmap.ACCESS_COPY) as m:
        m[0:3] = b"XXX"
        print(m[:5])
    file.seek(0)
    print(file.read(5))
    for length, offset in (20000, 0), (0, 1 << 20), (10, 3):
        try:
            mmap.mmap(file.fileno(), length, offset=offset)
        except (ValueError, OSError) as e:
            print(type(e).__name__, e)
