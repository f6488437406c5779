import io
s = io.StringIO("abc\ndef\n")
print(s.read(2), s.readline(), s.tell(), list(s), s.seek(0), s.getvalue(), s.write("XY"), s.getvalue())
s.seek(0, 2); s.write("end"); s.truncate(5); print(repr(s.getvalue()), s.seek(20), s.write("z"), repr(s.getvalue()))
b = io.BytesIO(b"hello")
print(b.read(), b.seek(1), b.read(2), b.getvalue(), b.write(b"!!!"), b.getvalue(), b.getbuffer()[:2].tobytes(), b.readinto(bytearray(2)))
n = io.StringIO("a\r\nb\rc\n", newline=None)
print(n.readlines(), io.StringIO("a\r\nb", newline="").readlines())
for f in (lambda: s.write(b"x"), lambda: b.write("x"), lambda: s.seek(-1), lambda: s.seek(1, 1), lambda: io.StringIO(5), lambda: io.BytesIO("x"), lambda: s.read("a")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
s.close()
try:
    s.read()
except ValueError as e:
    print(e)
t = io.TextIOWrapper(io.BytesIO(), encoding="utf-16", newline="\r\n", write_through=True)
t.write("é\n"); print(t.buffer.getvalue(), t.detach())if False else print(t.buffer.getvalue())
print(io.TextIOWrapper(io.BytesIO(b"a\xffb"), encoding="ascii", errors="replace").read(), io.DEFAULT_BUFFER_SIZE, issubclass(io.StringIO, io.TextIOBase))
