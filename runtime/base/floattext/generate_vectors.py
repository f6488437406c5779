#!/usr/bin/python3.11
"""Writes floattext_vectors.inc: what CPython makes of doubles.

Rows are {operation, argument, value or text, expected}; values are in
float.hex() form. Give a count to get more rows than are kept here:
    generate_vectors.py [rows per operation] > floattext_vectors.inc
"""
import random
import struct
import sys

random.seed(7)
EDGES = [0.0, -0.0, 1.0, 0.1, 0.5, 1.5, 2.5, 1e16, 1e17, 123456789012345680.0,
         9999999999999998.0, 1e-4, 1e-5, 0.00012345, 5e-324, 2.2250738585072014e-308,
         1.7976931348623157e308, 1e22, 1e23, 2.675, 0.045, 1e15 + 0.5, 999999.5,
         0.99999999, 9.5, 99.5, 1e100, 3.0, 12345.678, 6755399441055744.5,
         float("inf"), float("-inf"), float("nan")]
TYPES = "eEfFgG%r"


def value():
    kind = random.random()
    if kind < 0.3:
        return random.choice(EDGES)
    if kind < 0.6:
        return struct.unpack("d", random.randbytes(8))[0]
    if kind < 0.8:
        return random.choice([-1, 1]) * random.randrange(10**6) / 8
    return random.gauss(0, 1) * 10.0 ** random.randrange(-20, 20)


def row(operation, argument, given, expected):
    print('{"%s", "%s", "%s", "%s"},' % (operation, argument, given, expected))


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except (ValueError, OverflowError) as error:
        return type(error).__name__


def hexed(x):
    return x if isinstance(x, str) else x.hex()


def text():
    digits = lambda n: "".join(random.choice("0123456789") for _ in range(n))
    body = digits(random.randrange(0, 25))
    if random.random() < 0.6:
        body += "." + digits(random.randrange(0, 25))
    if random.random() < 0.6:
        body += random.choice("eE") + random.choice(["", "+", "-"]) + digits(random.randrange(0, 4))
    if random.random() < 0.2 and body:
        at = random.randrange(len(body))
        body = body[:at] + "_" + body[at:]
    return random.choice(["", "", "-", "+"]) + body


FIXED_TEXTS = ["inf", "-INFINITY", "+Inf", "nan", "-nan", "infin", "1e400",
               "-1e400", "1e-400", "0x10", "1_0.0_1", "1__0", "_1", "1_", "1_.0",
               "1._0", "1e_5", "1e1_0", ".", "e5", "1.e5", ".5", "5.", "",
               "2.4703282292062327e-324", "2.4703282292062328e-324", "nan(1)",
               "1.7976931348623158e308", "1.7976931348623159e308", "1 ", "--1",
               "0e999999999999999999999", "0.0000001e400", "1" + "0" * 400,
               "1" + "0" * 400 + "e-400", "0." + "0" * 400 + "1e401", "1e", "1e+",
               "179769313486231580793728971405301e276", "9007199254740993"]
FIXED_HEX = ["0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1.0000000000001p-1075",
             "0x1p1023", "0x1p1024", "0x1.fffffffffffff7p1023",
             "0x1.fffffffffffff8p1023", "0x.8p0", "0x8.", "ff", "-0x0p0", " 1p3 ",
             "0x", "p3", "1p", "0x1.8p+5x", "inf", "-nan", "0x1.00000000000008",
             "0x1.000000000000080000000000001", "0x1.00000000000018", "1e3", "0x1_0",
             "0xffffffffffffffffffffff", "0x0p99999999999999999999",
             "0x1p99999999999999999999", "0x1p-99999999999999999999", "."]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    for x in EDGES + [value() for _ in range(count)]:
        row("repr", "", x.hex(), repr(x))
        row("hex", "", x.hex(), x.hex())
        if x == x:
            row("hash", "", x.hex(), hash(x))
    for _ in range(count * 4):
        x = value()
        kind = random.choice(TYPES)
        precision = random.choice([0, 1, 2, 3, 6, 10, 16, 17, 18, 40])
        spec = random.choice(["", "+", "z", "+z"]) + random.choice(["", "#"])
        if kind == "r":
            row("format", spec, x.hex(), format(x, spec))
        elif random.random() < 0.1:
            spec += ".%d" % precision
            row("format", spec, x.hex(), format(x, spec))
        else:
            spec += ".%d%s" % (precision, kind)
            row("format", spec, x.hex(), format(x, spec))
    for _ in range(count * 2):
        x = value()
        if x - x == 0:
            digits = random.choice([0, 1, 2, 3, 5, 10, 17, 300, -1, -2, -3, -5, -18, -300])
            row("round", digits, x.hex(), hexed(attempt(round, x, digits)))
            row("ratio", "", x.hex(), "%d/%d" % x.as_integer_ratio()
                if abs(x) < 1e15 and abs(x) > 1e-3 else "")
    for x, digits in [(1.7976931348623157e308, -308), (5.0, -1), (15.0, -1), (25.0, -1),
                      (5.000000001, -1), (4.9, -1), (50.0, -2), (9.5, -1), (99.9, -2),
                      (2.675, 2), (0.5, 0), (1.5, 0), (5e307, -308), (6e307, -308)]:
        row("round", digits, x.hex(), hexed(attempt(round, x, digits)))
    for given in FIXED_TEXTS + [text() for _ in range(count * 2)]:
        if given.strip() == given:
            row("parse", "", given, hexed(attempt(float, given)))
        else:
            row("parse", "", given, "ValueError")
    for given in FIXED_HEX:
        row("fromhex", "", given, hexed(attempt(float.fromhex, given)))
    for _ in range(count):
        a, b = value(), value()
        if b != 0:
            row("mod", b.hex(), a.hex(), (a % b).hex())
            row("floordiv", b.hex(), a.hex(), (a // b).hex())


main()
