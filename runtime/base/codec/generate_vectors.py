#!/usr/bin/python3.11
"""Writes codec_vectors.inc: what CPython's codecs make of texts and bytes.

Rows are {operation, encoding, error handler, input, expected}; bytes are in
hexadecimal, texts are hexadecimal code points with spaces between.
    generate_vectors.py [random rows per codec] > codec_vectors.inc
"""
import codecs
import random
import sys
import warnings

warnings.simplefilter("ignore")
random.seed(11)
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "ascii",
             "latin-1", "cp1252", "unicode_escape", "raw_unicode_escape", "utf-7"]
DECODE_ERRORS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape",
                 "surrogatepass"]
ENCODE_ERRORS = DECODE_ERRORS + ["xmlcharrefreplace", "namereplace"]
POINTS = [*range(0, 128), 0x80, 0xE9, 0xFF, 0x100, 0x7FF, 0x800, 0x20AC, 0xD800, 0xDBFF, 0xDC00,
          0xDC41, 0xDC80, 0xDCFF, 0xDFFF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF]
PIECES = {
    "utf-8": [b"a", b"\x80", b"\xc3", b"\xa9", b"\xe2\x82\xac", b"\xe2\x82", b"\xf0\x9f\x98\x80",
              b"\xf0\x9f", b"\xed\xa0\x80", b"\xc0", b"\xf4\x90", b"\xff", b"\xe0\x80", b"\xf0\x80"],
    "unicode_escape": [b"a", b"\\n", b"\\", b"\\x41", b"\\x4", b"\\u20ac", b"\\u20", b"\\U0001f600",
                       b"\\U00110000", b"\\N{DIGIT ONE}", b"\\N{nope}", b"\\N{", b"\\101",
                       b"\\777", b"\\q", b"\xe9", b"\\\n", b"}"],
    "raw_unicode_escape": [b"a", b"\\n", b"\\", b"\\u20ac", b"\\u20", b"\\U0001f600",
                           b"\\U00110000", b"\xe9", b"\\\\"],
    "utf-7": [b"a", b"+", b"-", b"+-", b"+AGE", b"AGE", b"+2D3eAA", b"+2AA", b"/", b"!", b"\xe9",
              b"+AOk-", b"A"],
}
for wide in ("utf-16-le", "utf-32-le", "utf-16-be", "utf-32-be"):
    PIECES[wide] = [chr(c).encode(wide, "surrogatepass")
                    for c in (0x61, 0x20AC, 0xD800, 0xDBFF, 0xDC00, 0x1F600)] + [b"\0", b"\xff" * 4]


def show(text):
    return " ".join("%x" % ord(c) for c in text)


def row(*cells):
    print('{"%s", "%s", "%s", "%s", "%s"},' % tuple(
        cell.replace("\\", "\\\\") for cell in cells))


def encode(encoding, errors, text):
    try:
        expected = text.encode(encoding, errors).hex()
    except UnicodeEncodeError as error:
        expected = "%d,%d,%s" % (error.start, error.end, error.reason)
    row("encode", encoding, errors, show(text), expected)


def decode(encoding, errors, data):
    try:
        expected = show(data.decode(encoding, errors))
    except UnicodeDecodeError as error:
        expected = "%d,%d,%s" % (error.start, error.end, error.reason)
    row("decode", encoding, errors, data.hex(), expected)
    partial = {"utf-8": codecs.utf_8_decode, "utf-16-le": codecs.utf_16_le_decode,
               "utf-32-be": codecs.utf_32_be_decode, "utf-7": codecs.utf_7_decode,
               "unicode_escape": codecs.unicode_escape_decode,
               "raw_unicode_escape": codecs.raw_unicode_escape_decode}.get(encoding)
    if partial and errors == "strict":
        try:
            text, used = partial(data, errors, False)
            expected = "%d:%s" % (used, show(text))
        except UnicodeDecodeError as error:
            expected = "%d,%d,%s" % (error.start, error.end, error.reason)
        row("partial", encoding, errors, data.hex(), expected)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    for encoding in ENCODINGS:
        for _ in range(count):
            text = "".join(chr(random.choice(POINTS)) for _ in range(random.randrange(0, 8)))
            encode(encoding, random.choice(ENCODE_ERRORS), text)
            pieces = PIECES.get(encoding, [b"a", b"\x80", b"\x81", b"\xff"])
            data = b"".join(random.choice(pieces) for _ in range(random.randrange(0, 7)))
            decode(encoding, random.choice(DECODE_ERRORS), data)
            decode(encoding, "strict", data)
    for data in [rb"\x41\n\101\q\777", b"\\x4", b"\\x", b"a\\", b"\\xzz", b"\\\nb", b"\\x4g", b"\\xg4"]:
        try:
            expected = codecs.escape_decode(data)[0].hex()
        except ValueError as error:
            expected = str(error)
        row("bytes", "", "", data.hex(), expected)


main()
