#!/usr/bin/python3.11
"""Writes bigint_vectors.inc: operations and what CPython makes of them.

Rows are {operation, a, b, c, expected}, numbers as hexadecimal text. Give a
count to get more random rows than are kept in the repository:
    generate_vectors.py [rows per operation] > bigint_vectors.inc
"""
import math
import operator
import random
import sys

random.seed(20)
EDGES = [0, 1, 2, 3, 63, 64, 65, 2**31, 2**53, 2**53 + 1, 2**61 - 1, 2**62,
         2**63 - 1, 2**63, 2**64 - 1, 2**64, 2**64 + 1, 2**127, 2**128 - 1,
         2**128, 3 << 190, 10**40, 2**1023, 2**1024 - 2**970, 2**1024]


def number(most=700):
    if random.random() < 0.3:
        n = random.choice(EDGES)
    else:
        n = random.getrandbits(random.randrange(1, most))
        if random.random() < 0.2:
            n = n >> (n.bit_length() // 2) << (n.bit_length() // 2)
        elif random.random() < 0.1:
            n = (1 << n.bit_length()) - 1
    return -n if random.random() < 0.4 else n


def attempt(function, *arguments):
    try:
        result = function(*arguments)
    except (OverflowError, ZeroDivisionError, ValueError) as error:
        return type(error).__name__
    if isinstance(result, float):
        return result.hex()
    if isinstance(result, tuple):
        return "%x,%x" % result
    return "%x" % int(result)


def fraction(a):
    m, e = math.frexp(a) if abs(a) < 2**1023 else (0.0, 0)
    return m


OPERATIONS = {
    "add": (2, operator.add), "sub": (2, operator.sub), "mul": (2, operator.mul),
    "divmod": (2, divmod), "floordiv": (2, operator.floordiv),
    "mod": (2, operator.mod), "truediv": (2, operator.truediv),
    "and": (2, operator.and_), "or": (2, operator.or_), "xor": (2, operator.xor),
    "invert": (1, operator.invert), "hash": (1, hash), "gcd": (2, math.gcd),
    "bits": (1, int.bit_length), "ones": (1, int.bit_count),
    "float": (1, float), "cmp": (2, lambda a, b: (a > b) - (a < b)),
}


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 24

    def row(name, a, b, c, expected):
        print('{"%s", "%x", "%x", "%x", "%s"},' % (name, a, b, c, expected))

    for name, (arity, function) in OPERATIONS.items():
        for _ in range(count):
            a, b = number(), number() if arity == 2 else 0
            if name == "truediv" and random.random() < 0.5:
                b = number(1800)
                a = number(1800)
            if name == "float" and random.random() < 0.5:
                a = number(1030)
            if name == "cmp" and random.random() < 0.3:
                b = a + random.choice([-1, 0, 1])
            arguments = (a, b)[:arity]
            row(name, a, b, 0, attempt(function, *arguments))
    for _ in range(count):
        a, b = number(), random.choice([0, 1, 5, 63, 64, 65, 127, 128, 300, 900])
        row("lshift", a, b, 0, attempt(operator.lshift, a, b))
        row("rshift", a, b, 0, attempt(operator.rshift, a, b))
        row("isqrt", abs(a), 0, 0, attempt(math.isqrt, abs(a)))
        a, b = number(200), random.randrange(0, 60)
        row("pow", a, b, 0, attempt(pow, a, b))
        a, b, c = number(), number(300), number(400)
        row("powmod", a, b, c, attempt(pow, a, b, c))
        row("powmod", a, b, c | 1, attempt(pow, a, b, c | 1))
        n = random.randrange(0, 200)
        row("factorial", n, 0, 0, attempt(math.factorial, n))
        k = random.randrange(0, 210)
        row("comb", n, k, 0, attempt(math.comb, n, k))
        row("perm", n, k, 0, attempt(math.perm, n, k))
        a = number(120)
        size = random.randrange(0, 20)
        for signed in (0, 1):
            try:
                data = a.to_bytes(size, "big", signed=signed).hex()
            except OverflowError as error:
                data = "negative" if "negative" in str(error) else "big"
            row("bytes", a, size, signed, data)


main()
