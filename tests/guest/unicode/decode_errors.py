bad = [b"\xff", b"a\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"ab\xe4\xb8", b"\x80abc", b"\xf0\x9f\x98"]
for b in bad:
    try:
        b.decode()
    except UnicodeDecodeError as e:
        print(e, "|", e.start, e.end, e.reason, e.object)
    print(ascii(b.decode("utf-8", "replace")), ascii(b.decode("utf-8", "ignore")), ascii(b.decode("utf-8", "surrogateescape")), b.decode("utf-8", "backslashreplace"))
    print(b.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape") == b)
try:
    "\ud800".encode()
except UnicodeEncodeError as e:
    print(e)
print("\ud800".encode("utf-8", "surrogatepass"))
try:
    b"\x81".decode("ascii")
except UnicodeDecodeError as e:
    print(e)
