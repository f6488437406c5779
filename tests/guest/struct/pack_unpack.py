import struct
print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1), struct.pack(">hi?fd", 1, 2, True, 1.5, -2.25), struct.pack("3s5sx2p", b"ab", b"abcdefg", b"xyz"), struct.pack("=c", b"a"), struct.pack("<e", 1.5))
print(struct.unpack("<hI", b"\x01\x00\x02\x00\x00\x00"), struct.unpack(">4s2H", b"abcd\x00\x01\x00\x02"), struct.calcsize("bhilq"), struct.calcsize("<bhilq"), struct.calcsize("@bq"), struct.unpack_from("<H", b"\0\0\5\0", 2), list(struct.iter_unpack("<H", b"\1\0\2\0")), struct.unpack("<n", b"") if False else "")
b = bytearray(6); struct.pack_into("<HH", b, 1, 1, 2); print(b)
s = struct.Struct("<2i"); print(s.size, s.format, s.pack(1, 2), s.unpack(s.pack(3, 4)))
for f in (lambda: struct.pack("b", 200), lambda: struct.pack("H", -1), lambda: struct.pack("i", "a"), lambda: struct.pack("i"), lambda: struct.pack("ii", 1), lambda: struct.unpack("i", b"123"), lambda: struct.pack("z", 1), lambda: struct.pack("s", "str"), lambda: struct.pack("c", b"ab"), lambda: struct.pack("f", 1e300), lambda: struct.pack("q", 2**63), lambda: struct.unpack_from("i", b"12", 0), lambda: struct.pack("e", 1e6), lambda: struct.pack("d", "x"), lambda: struct.pack_into("i", b, 5, 1), lambda: struct.pack("99999999999999999999i")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
import array, binascii, zlib, hashlib, base64
a = array.array("i", [1, -2]); a.append(3); print(a, a.tobytes(), a.itemsize, a[1:], binascii.hexlify(b"\xab"), zlib.crc32(b"abc"), hashlib.sha256(b"").hexdigest()[:16], base64.b64encode(b"any"), zlib.decompress(zlib.compress(b"x" * 50)) == b"x" * 50)
