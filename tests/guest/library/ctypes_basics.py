import ctypes as c
libc = c.CDLL(None); print(libc.abs(-5), libc.strlen(b"hello"))
libc.atof.restype = c.c_double; print(libc.atof(b"2.5"), c.c_int(5), c.c_int(2**31).value, c.c_ubyte(257).value, c.c_char(b"a").value, c.c_double(1.5).value, c.c_bool(3).value, c.c_char_p(b"x").value, c.sizeof(c.c_long), c.c_void_p(None).value)
class P(c.Structure):
    _fields_ = [("x", c.c_int), ("y", c.c_double), ("t", c.c_char * 4)]
p = P(1, 2.5, b"ab"); p.x += 5; print(p.x, p.y, p.t, c.sizeof(P), bytes(p)[:4], P.y.offset)
A = c.c_int * 3; a = A(1, 2, 3); a[1] = 9; print(list(a), len(a), a[0:2], c.addressof(a) > 0)
i = c.c_int(7); q = c.pointer(i); q.contents.value = 8; print(i.value, q[0], bool(c.POINTER(c.c_int)()))
CB = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_int), c.POINTER(c.c_int)); arr = (c.c_int * 4)(4, 2, 3, 1); libc.qsort(arr, 4, 4, CB(lambda x, y: x[0] - y[0])); print(list(arr))
b = c.create_string_buffer(b"abc", 6); print(b.raw, b.value, c.string_at(b), c.cast(b, c.c_char_p).value)
class U(c.Union): _fields_ = [("i", c.c_uint32), ("b", c.c_ubyte * 4)]
u = U(i=0x01020304); print(list(u.b))
for f in (lambda: c.c_int("a"), lambda: a[5], lambda: libc.no_such_function_here, lambda: P(1, 2, 3, 4), lambda: setattr(p, "x", "s"), lambda: c.CDLL("nolib.so")):
    try: f()
    except Exception as e: print(type(e).__name__, str(e)[:50].split("/")[-1])
