#!/usr/bin/python3.11
"""Writes mathx_vectors.inc: results of CPython's math module.

Rows are {function, arguments in float.hex() form or an int, expected}.
    generate_vectors.py [random rows per function] > mathx_vectors.inc
"""
import math
import random
import struct
import sys

random.seed(13)
EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 3.0, 1e-320, -1e-320, 5e-324, 1e308, -1e308,
         1.7976931348623157e308, 171.0, 171.7, -170.5, -200.5, 23.0, 24.0, 1e-20, 140.5, -140.5,
         float("inf"), float("-inf"), float("nan"), 1e16, 0.1]


def value():
    kind = random.random()
    if kind < 0.3:
        return random.choice(EDGES)
    if kind < 0.4:
        return struct.unpack("d", random.randbytes(8))[0]
    if kind < 0.8:
        return random.uniform(-180, 180)
    return random.gauss(0, 1) * 10.0 ** random.randrange(-12, 12)


def attempt(function, *arguments):
    try:
        result = function(*arguments)
    except (ValueError, OverflowError) as error:
        return str(error)
    return result.hex() if isinstance(result, float) else str(int(result))


def row(name, arguments, expected):
    cells = " ".join(a.hex() if isinstance(a, float) else "%x" % a for a in arguments)
    print('{"%s", "%s", "%s"},' % (name, cells, expected))


UNARY = ["gamma", "lgamma", "ulp", "exp", "expm1", "exp2", "sqrt", "cbrt", "erf", "erfc", "sin",
         "acosh", "atanh", "log1p", "log", "log2", "log10"]
BINARY = ["pow", "fmod", "remainder", "isclose"]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    for name in UNARY:
        for _ in range(count * (2 if "gamma" in name else 1)):
            x = value()
            row(name, [x], attempt(getattr(math, name), x))
    for name in BINARY:
        for _ in range(count):
            x, y = value(), value()
            if name == "isclose" and random.random() < 0.5:
                y = x * (1 + 1e-9 * random.uniform(-2, 2))
            row(name, [x, y], attempt(getattr(math, name), x, y))
    for name in ("log", "log2", "log10"):
        for n in (2**2000, 10**400, 3**5000 + 1):
            row(name + "_int", [n], attempt(getattr(math, name), n))
    for exponent in (5000, -5000, 3, -1074):
        x = value()
        row("ldexp", [x, exponent], attempt(math.ldexp, x, exponent))
    for _ in range(count * 2):
        scale = random.choice([1.0, 1e300, 1e-310, 1e-160])
        if random.random() < 0.2:
            vector = [value() for _ in range(random.randrange(0, 5))]
        else:
            vector = [random.gauss(0, 1) * scale for _ in range(random.randrange(2, 7))]
        row("hypot", vector, attempt(math.hypot, *vector))
        if random.random() < 0.3:
            vector = [value() for _ in range(random.randrange(0, 9))]
        else:
            vector = [random.gauss(0, 1) * 2.0 ** random.randrange(-60, 60)
                      for _ in range(random.randrange(2, 30))]
            vector += [-x for x in vector[::2]]
        row("fsum", vector, attempt(math.fsum, vector))


main()
