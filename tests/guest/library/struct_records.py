# A file of fixed records, read through struct, array, memoryview and io without copying more than needed.
import array, io, struct
Record = struct.Struct("<H8sdi?x")
print(Record.size, struct.calcsize("@bhilq"), struct.calcsize("=bhilq"))
rows = [(i, f"name{i}".encode(), i / 4, -i, i % 2 == 0) for i in range(5)]
file = io.BytesIO()
for row in rows: file.write(Record.pack(*row))
data = bytearray(file.getvalue())
print(len(data), list(Record.iter_unpack(data))[3], Record.unpack_from(data, Record.size * 2))
struct.pack_into("<i", data, Record.size + 18, 99)
print([r[3] for r in Record.iter_unpack(data)], data[Record.size:Record.size + 4].hex())
view = memoryview(data)
fields = [view[k * Record.size:(k + 1) * Record.size] for k in range(5)]
print([int.from_bytes(f[:2], "little") for f in fields], bytes(fields[4][2:10]).rstrip(b"\0").decode())
fields[0][2:10] = b"changed!"
print(Record.unpack(fields[0])[1], view.readonly, view.nbytes, view.contiguous)
numbers = array.array("d", (r[2] for r in rows)); raw = memoryview(numbers).cast("B")
print(raw.nbytes, struct.unpack("<5d", raw) == tuple(numbers), memoryview(raw).cast("d").tolist())
grid = memoryview(bytes(range(12))).cast("B", [3, 4])
print(grid.shape, grid.strides, grid[1, 2], grid.tolist()[2])
for f in (lambda: Record.unpack(b"short"), lambda: struct.pack("B", 300), lambda: struct.pack("<q", "x"), lambda: struct.unpack_from("<i", b"abc"), lambda: data.append(1), lambda: struct.Struct("k"), lambda: struct.pack("2s", "text"), lambda: memoryview(b"ro").__setitem__(0, 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
