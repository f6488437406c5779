#!/usr/bin/python3.11
"""Writes jsontext_vectors.inc: what CPython 3.11's `json` does."""
import json.decoder
import random
import sys
from _json import encode_basestring, encode_basestring_ascii, scanstring
from json.scanner import NUMBER_RE

source = random.Random(5)

PIECES = ["a", "bc", "plain text, longer", '"', "\\\\", '\\"', "\\n", "\\/", "\\b\\f\\r\\t", "\\u0041",
          "\\u00e9", "\\u20AC", "\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\ud83dx", "\\u12", "\\u00zz",
          "\\u+123", "\\q", "\\", "\n", "\x1f", "\x7f", "\0", "\xe9", "\u20ac", "\U0001f600", "\\u"]


def scans():
    yield from ['"', "", '"a']
    for piece in PIECES:
        yield piece
        yield piece + '"'
        yield "eight..8" + piece + 'after"rest'
    for _ in range(300):
        yield "".join(source.choice(PIECES) for _ in range(source.randrange(1, 7))) + source.choice(['"', '"x', ""])


def codes(value):
    return "{" + ", ".join(hex(ord(c)) for c in value) + "}"


def main():
    out = sys.stdout
    out.write("// Made by generate_vectors.py from CPython 3.11.\n#ifdef SCAN\n")
    for string in scans():
        for strict in (True, False):
            document = '"' + string
            try:
                value, stop = scanstring(document, 1, strict)
                out.write(f'SCAN((V{codes(document)}), {strict:d}, "", {stop}, (V{codes(value)}))\n')
            except json.decoder.JSONDecodeError as error:
                message = json.dumps(error.msg)
                out.write(f"SCAN((V{codes(document)}), {strict:d}, {message}, {error.pos}, (V{{}}))\n")
    out.write("#undef SCAN\n#endif\n#ifdef ESCAPE\n")
    texts = ["", "a", 'a"\\/\n\r\t\f\b\0\x1f\x7f', "12345678", "12345678\x7f", "1234567\"89", "é", "ÿ" * 9, "€uro",
             "\U0001f600\U0010ffff", "\ud800", "0123456789" * 3 + "\n" + "0123456789" * 3]
    for string in texts:
        out.write(f"ESCAPE((V{codes(string)}), (V{codes(encode_basestring(string))}), "
                  f"(V{codes(encode_basestring_ascii(string))}))\n")
    out.write("#undef ESCAPE\n#endif\n#ifdef NUMBER\n")
    for string in ["", "-", "0", "-0", "01", "12", "-12x", "1.", "1.5", "1.5e", "1e5", "1E+5", "1e-", "1.e5", "0.0",
                   "-0.5e-10]", "+1", ".5", "1e5.5", "NaN", "1\u0663"]:
        found = NUMBER_RE.match(string)
        stop = found.end() if found else 0
        is_float = bool(found and (found[2] or found[3]))
        if not string.isascii():
            stop, is_float = 1, False  # The C scanner knows ASCII digits only.
        out.write(f"NUMBER((V{codes(string)}), {stop}u, {is_float:d})\n")
    out.write("#undef NUMBER\n#endif\n")


main()
