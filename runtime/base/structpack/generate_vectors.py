#!/usr/bin/python3.11
"""Writes structpack_vectors.inc: what CPython 3.11's `struct` does."""
import random
import struct
import sys

source = random.Random(3)
CODES = "xcbB?hHiIlLqQnNPefdsp"


def formats():
    yield from ["", "3", "3 i", "i\0", "\0", "99999999999999999999i", "9223372036854775807i",
                "9223372036854775807s", "9223372036854775808s", "9223372036854775807sb",
                "9223372036854775806bh", "4611686018427387903h2b", "z", "<n", "<P", "^i", " < i",
                "<  i h", "bi", "bq0q", "b0i", "0s", "0p", "i\ni", "i<i", "2", "c3s", "3p2s", "!"]
    for _ in range(250):
        parts = [source.choice(["", "@", "<", ">", "!", "="])]
        for _ in range(source.randrange(1, 6)):
            parts.append(source.choice(["", "", "", "0", "2", "3", "11", " "]) + source.choice(CODES))
        yield "".join(parts)


def quote(text):
    return '"' + "".join(c if c.isalnum() or c in " <>=!@^?" else f"\\{ord(c):03o}" for c in text) + '"'


def format_line(text):
    try:
        made = struct.Struct(text)
        size, error = made.size, ""
        values = len(made.unpack(bytes(size))) if size < 1000 and "0p" not in text else -1
    except struct.error as failure:
        size, values, error = 0, 0, str(failure)
    return f"FORMAT({quote(text)}, {len(text)}, {size}u, {values}, {quote(error)})"


EDGES = sorted({sign * (2 ** bits) + delta for bits in (7, 8, 15, 16, 31, 32, 63, 64, 70)
                for sign in (1, -1) for delta in (-1, 0, 1)} | {0, 1, -1, 77})


def integer_lines():
    for order in ("", "<", ">"):
        for code in "bBhHiIlLqQ" + ("nNP" if not order else ""):
            for value in EDGES:
                try:
                    result, error = struct.pack(order + code, value).hex(), ""
                except struct.error as failure:
                    result, error = "", str(failure)
                if -2 ** 63 <= value < 2 ** 63:
                    made = f"Integer::Signed(int64_t({(value + 2 ** 63) % 2 ** 64 - 2 ** 63 if value != -2**63 else 'INT64_MIN'}))"
                elif 0 <= value < 2 ** 64:
                    made = f"Integer::Unsigned({value}u)"
                else:
                    made = "Integer::TooBig()"
                yield f'INTEGER("{order}{code}", {made}, "{result}", "{error}")'


def float_lines():
    values = [0.0, -0.0, 1.0, -1.5, 65504.0, 65519.9, 65520.0, 1e308, float("inf"), -float("inf"),
              2.0 ** -24, 2.0 ** -25, 2.0 ** -25 * 1.0001, 2.0 ** -14, 2.0 ** -14 * 0.9999, 1.0009765625,
              1.00048828125, 1.00146484375, 0.1, 1e39, 3.4028235677973366e38, 3.4028235677973362e38,
              5e-324, 1e-45, 2049.0, 2051.0] + [source.uniform(-1e5, 1e5) for _ in range(20)]
    values += [source.uniform(-1, 1) * 2.0 ** source.randrange(-26, 16) for _ in range(60)]
    for order in ("", "<", ">"):
        for code in "efd":
            for value in values:
                try:
                    result, error = struct.pack(order + code, value).hex(), ""
                except OverflowError as failure:
                    result, error = "", str(failure)
                text = "HUGE_VAL" if value == float("inf") else "-HUGE_VAL" if value == -float("inf") else value.hex()
                yield f'FLOAT("{order}{code}", {text}, "{result}", "{error}")'


def main():
    out = sys.stdout
    out.write("// Made by generate_vectors.py from CPython 3.11.\n")
    for lines, name in ((map(format_line, formats()), "FORMAT"), (integer_lines(), "INTEGER"),
                        (float_lines(), "FLOAT")):
        out.write(f"#ifdef {name}\n")
        for line in lines:
            out.write(line + "\n")
        out.write(f"#undef {name}\n#endif\n")


main()
