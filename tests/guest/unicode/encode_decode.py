s = "aé中😀"
for enc in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "latin-1", "ascii", "cp1252", "utf-7", "utf-8-sig"):
    for err in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace"):
        try:
            b = s.encode(enc, err)
            print(enc, err, b, ascii(b.decode(enc)))
        except UnicodeEncodeError as e:
            print(enc, err, e, e.start, e.end, e.reason, e.encoding)
try:
    s.encode("nope")
except LookupError as e:
    print(e)
try:
    s.encode("ascii", "nohandler")
except LookupError as e:
    print(e)
