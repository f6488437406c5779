print(b"%b|%s|%a|%c|%c|%d|%5.1f|%x|%%|%-4s|%04d" % (b"b", b"s", "é", 65, b"z", 42, 3.14159, 255, b"ab", 7), b"%(k)s" % {b"k": b"v"}, bytearray(b"%d") % 5)
for f, a in ((b"%s", "str"), (b"%d", b"x"), (b"%c", 256), (b"%c", b"ab"), (b"%q", 1), (b"%d %d", 1), (b"x", 5), (b"%b", 5), (b"%x", 1.5)):
    try: print(f % a)
    except Exception as e: print(f, type(e).__name__, e)
print(b"-".join([]), b"".join([b"a"]), b",".join((b"x", bytearray(b"y"), memoryview(b"z"))), bytearray(b",").join([b"1", b"2"]), b"abc" * 3, b"a" < b"b" < b"ba", b"abc"[1], b"abc"[1:2], 98 in b"abc", bytes(reversed(b"abc")), max(b"abc"), sorted(b"cab"), b"\xc3\xa9".decode(), b"abc".find(b""), b"aaa".count(b"aa"), b"a,b".rpartition(b","), b"x".ljust(3, b"."), b"Ab".swapcase(), b" a ".strip(), b"\n\t".isspace())
for e in ("b'a' + 'a'", "b'a' == 'a'", "b'' in 'a'", "b'a'.join(['x'])", "b'abc'.replace(b'a', 'b')", "b'a'.startswith('a')", "b'abc'.split('b')", "bytes([1, 'a'])", "b'a'.decode('utf-99')", "b'a'[0] + b'b'", "b'a' % ()", "b'ab'.hex(1)", "bytes.fromhex('1g')", "int.from_bytes('a', 'big')"):
    try: print(e, eval(e))
    except Exception as x: print(e, type(x).__name__, x)
