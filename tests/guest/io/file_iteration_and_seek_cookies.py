with open("big.txt", "w") as f:
    for i in range(5000): f.write(f"línea {i}\n")
with open("big.txt") as f:
    print(f.readline(), end="")
    p = f.tell()
    a = f.readline(); f.seek(p); print(a == f.readline())
    print(sum(1 for _ in f), f.read() == "")
with open("big.txt") as f:
    print(f.read(10), len(f.read(20000)), f.readline(), len(f.readlines(100)), len(f.readlines()))
with open("big.txt", "rb") as f:
    n = 0
    while chunk := f.read(4096): n += len(chunk)
    print(n)
import os
print(os.path.getsize("big.txt") == n)
with open("big.txt", "r+") as f:
    f.truncate(21); f.seek(0); print(repr(f.read()))
import tempfile, shutil
with tempfile.TemporaryDirectory() as d:
    p = os.path.join(d, "f"); open(p, "w").write("x"); shutil.copy(p, p + "2"); print(sorted(os.listdir(d)))
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+") as t: t.write("t"); t.seek(0); print(t.read())
