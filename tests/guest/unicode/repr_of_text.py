for s in ("\x00\x1f\x7f\x80\xa0\xad", "é中😀", "\u200b\u2028\ue000\ufffe\U0010ffff", "\ud83d", "'", '"', "'\"", "\\", "\t\r\n", "\N{BOM}"):
    print(repr(s), ascii(s))
import sys
print(sys.maxunicode, chr(0x10ffff).encode("unicode_escape"), ord("😀"))
for f in (lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab"), lambda: ord(""), lambda: ord(5), lambda: chr("a"), lambda: chr(2**70)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
