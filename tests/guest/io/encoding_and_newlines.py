import os
for nl in (None, "", "\n", "\r\n", "\r"):
    with open("n.txt", "w", newline=nl) as f: f.write("a\nb\r\nc\r")
    print(repr(nl), open("n.txt", "rb").read())
open("m.txt", "wb").write(b"a\nb\r\nc\rd")
for nl in (None, "", "\n", "\r\n", "\r"):
    with open("m.txt", newline=nl) as f: print(repr(nl), f.readlines(), f.newlines)
with open("e.txt", "w", encoding="latin-1") as f: f.write("é")
for enc, err in (("utf-8", "strict"), ("utf-8", "replace"), ("utf-8", "surrogateescape"), ("latin-1", None)):
    try:
        print(ascii(open("e.txt", encoding=enc, errors=err).read()))
    except UnicodeDecodeError as e:
        print(e)
try:
    with open("e2.txt", "w", encoding="ascii") as f: f.write("é")
except UnicodeEncodeError as e:
    print(e)
try:
    open("e.txt", encoding="nope")
except LookupError as e:
    print(e)
import io, sys
f = io.open("u.txt", "w", encoding="utf-8-sig"); f.write("x"); f.close()
print(open("u.txt", "rb").read(), open("u.txt", encoding="utf-8-sig").read(), sys.stdout.encoding, sys.stdin.encoding, sys.stderr.errors)
sys.stdout.reconfigure(errors="backslashreplace"); print("\ud800")
print(sys.stdout.line_buffering, sys.stdout.buffer.write(b"raw bytes\n") if False else "")
