import io, os
class Raw(io.RawIOBase):
    def __init__(self, data): self.data = data; self.log = []
    def readable(self): return True
    def readinto(self, b):
        self.log.append(len(b))
        n = min(len(b), len(self.data), 4)
        b[:n] = self.data[:n]; self.data = self.data[n:]
        return n
r = io.BufferedReader(Raw(b"abcdefghijkl"), 8)
print(r.read(2), r.peek(1)[:1], r.read1(10), r.read(), r.raw.log)
class W(io.RawIOBase):
    def __init__(self): self.out = []
    def writable(self): return True
    def write(self, b): self.out.append(bytes(b)); return len(b)
w = W()
b = io.BufferedWriter(w, 5)
b.write(b"ab"); b.write(b"cd"); print(w.out); b.write(b"efghij"); b.flush(); print(b"".join(w.out), b.closed)
fd = os.open("raw.bin", os.O_RDWR | os.O_CREAT)
print(os.write(fd, b"data"), os.lseek(fd, 0, 0), os.read(fd, 10), os.fstat(fd).st_size)
f = os.fdopen(fd, "r+b"); print(f.fileno() == fd, type(f).__name__, f.raw.mode); f.close()
with open("raw.bin", "rb", 0) as f: print(type(f).__name__, f.readall(), f.read())
with open("raw.bin", "rb") as f:
    a = bytearray(3); print(f.readinto(a), a, f.readline(), repr(f)[:30])
try:
    open(99)
except OSError as e:
    print(e)
rp, wp = os.pipe()
with open(wp, "w") as p: p.write("through pipe\n")
with open(rp) as p: print(p.read(), p.seekable())
