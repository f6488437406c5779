print(b"", b"abc", b"\x00\x7f\x80\xff", b"'", b'"', b"'\"", b"\t\n\r\\", bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(5)))
print(bytearray(b"ab"), bytearray(2), bytearray("a", "ascii"), repr(bytearray(b"'")), str(b"a"), f"{b'a'}")
for f in (lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes("a"), lambda: bytes(-1), lambda: bytes(["a"]), lambda: bytes(1.5), lambda: bytes(5, "utf-8"), lambda: bytes("a", 5), lambda: bytes(None), lambda: bytes(2**70)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
for t in ("b'é'", "b'a' 'b'", "b'\\x1'"):
    try:
        print(eval(t))
    except SyntaxError as e:
        print(e.msg)
class B:
    def __bytes__(self): return b"from B"
class C:
    def __bytes__(self): return "no"
print(bytes(B()))
try:
    bytes(C())
except TypeError as e:
    print(e)
