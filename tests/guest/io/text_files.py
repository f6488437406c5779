with open("t.txt", "w") as f:
    print(f.write("line1\nline2\r\nünï\n"), f.name, f.mode, f.encoding, f.closed, f.writable(), f.readable())
print(f.closed)
with open("t.txt") as f:
    print(f.read(3), f.readline(), f.readlines(), repr(f.read()), f.tell())
with open("t.txt", newline="") as f: print(list(f))
with open("t.txt", "rb") as f: print(f.read(), f.seek(2), f.read(2), f.seek(-3, 2), f.read(), f.seekable())
with open("t.txt", "a+") as f:
    f.write("more"); f.seek(0); print(len(f.read()))
with open("t.txt", "r+") as f:
    f.write("LINE"); f.seek(0, 2); f.write("!"); f.truncate(); f.seek(0); print(f.read())
with open("x.txt", "x") as f: print("a", "b", sep="|", file=f)
for a in (("x.txt", "x"), ("nope.txt",), ("t.txt", "q"), ("t.txt", "rw"), ("t.txt", "rb", -1, "utf-8"), (".",), ("t.txt", "r", 0), ("t.txt", "")):
    try:
        open(*a)
    except Exception as e:
        print(type(e).__name__, e)
for g in (lambda: f.read(), lambda: f.write("x"), lambda: iter(f).__next__()):
    try:
        g()
    except ValueError as e:
        print(e)
with open("t.txt") as f:
    try:
        f.write("x")
    except Exception as e:
        print(type(e).__name__, e)
    for line in f:
        try:
            f.tell()
        except OSError as e:
            print(e)
        break
