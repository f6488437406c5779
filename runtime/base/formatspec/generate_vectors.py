#!/usr/bin/python3.11
"""Writes formatspec_vectors.inc: what CPython formats, or how it complains.

Rows are {kind, value, specification, expected}.
    generate_vectors.py [random rows] > formatspec_vectors.inc
"""
import random
import sys

random.seed(5)


def literal(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def row(kind, value, spec, expected):
    print("{%s, %s, %s, %s}," % tuple(map(literal, (kind, value, spec, expected))))


def attempt(function):
    try:
        return function()
    except (ValueError, OverflowError, TypeError) as error:
        return str(error)


def spec(types):
    chance = lambda text, share=0.3: text if random.random() < share else ""
    return (chance(random.choice("<>=^")) or chance("*" + random.choice("<>=^"))) + \
        chance(random.choice("+- ")) + chance("z", 0.1) + chance("#") + chance("0") + \
        chance(str(random.randrange(0, 30)), 0.6) + chance(random.choice(",_")) + \
        chance("." + str(random.randrange(0, 12))) + chance(random.choice(types), 0.9)


def formats(count):
    values = [0, 1, -1, 7, 255, 1234, -1234567, 10**20, -(2**70), 123456789]
    floats = [0.0, -0.0, 1.0, -1.5, 3.14159, 1e16, 1e-7, 123456.789, float("inf"),
              float("nan"), -1e300, 0.0004, -0.0001]
    complexes = [0j, 1 + 2j, -1.5 - 0.25j, complex(-0.0, 3), complex(float("nan"), float("inf")),
                 complex(0, 1234567.5)]
    texts = ["", "a", "hello", "hello world and more"]
    for _ in range(count):
        for kind, pool, types in (("int", values, "bodxXndn"), ("float", floats, "eEfFgGn%"),
                                  ("complex", complexes, "eEfFgGn"), ("str", texts, "s")):
            value = random.choice(pool)
            given = spec(types)
            if kind in ("int", "str"):
                shown = str(value)
            elif kind == "float":
                shown = value.hex()
            else:
                shown = value.real.hex() + " " + value.imag.hex()
            row(kind, shown, given, attempt(lambda: format(value, given)))


ERRORS = ["abc", ",,", ",_", "_,", "__", ",b", "y", "\x01", ".", "99999999999999999999",
          ".99999999999999999999f", "z", "+c", "=5", " ", "#", ".9999999999f", "d", "x", "s",
          "05", "<5", ",n", "%"]


def percents(count):
    for _ in range(count):
        for kind, pool, codes in (("int", [0, 5, -5, 255, -1234, 10**20, -(2**70)], "diuxXo"),
                                  ("float", [0.0, -0.0, 2.5, -3.14159, 1e20, float("inf"),
                                             float("-inf"), float("nan"), 1e-9], "eEfFgG"),
                                  ("str", ["", "ab", "hello world"], "s")):
            value = random.choice(pool)
            flags = "".join(random.sample("-+ #0", random.randrange(0, 4)))
            directive = "%" + flags + random.choice(["", "3", "10", "25"]) + \
                random.choice(["", ".0", ".", ".3", ".12"]) + random.choice(["", "", "l"]) + \
                random.choice(codes)
            row("%" + kind, value.hex() if kind == "float" else str(value), directive,
                attempt(lambda: directive % value))
    for directive in ["%", "%y", "%5", "%99999999999999999999d",
                      "%.99999999999999999999d", "%lld", "%.-1d", "%.3", "abc%-", "%.3%"]:
        row("%int", "1", directive, attempt(lambda: directive % 1))


def fields():
    for given in ["}", "{", "{0", "{0!", "{0!r", "{0!rx}", "{0:", "{0:{", "{a.}", "{a[}", "{a[0]x}",
                  "{{}}", "{a{b}", "{0!}", "a}}b{{c", "{}{0}", "{0}{}", "{99999999999999999999}",
                  "x{0.real:>{1}}y", "{0!r:>5}", "{}{}", "{0.}", "{0[9999999999999999999999]}",
                  "{0[1]", "{}-{0.real}"]:
        try:
            result = given.format(1, 2)
        except (ValueError, KeyError) as error:
            result = "!" + (error.args[0] if isinstance(error, ValueError) else "")
        row("fields", "", given, result if result.startswith("!") else "ok")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    formats(count)
    for given in ERRORS:
        row("int", "1", given, attempt(lambda: format(1, given)))
        row("float", (1.5).hex(), given, attempt(lambda: format(1.5, given)))
        row("complex", (1.5).hex() + " " + (2.0).hex(), given,
            attempt(lambda: format(1.5 + 2j, given)))
        row("str", "ab", given, attempt(lambda: format("ab", given)))
    percents(count)
    fields()


main()
