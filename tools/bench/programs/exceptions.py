"""Raising, catching, re-raising, finally blocks and context managers."""
import sys


class Refused(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Guard:
    def __init__(self):
        self.entered = self.failed = 0

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            self.failed += 1
        return kind is Refused


def check(n):
    if n % 7 == 3:
        raise Refused(n % 5)
    return n


def nested(n, depth):
    if depth == 0:
        return check(n)
    try:
        return nested(n, depth - 1)
    finally:
        nested.unwound += 1


def converted(table, key):
    try:
        return table[key]
    except KeyError as error:
        try:
            return int(str(error).strip("'"))
        except ValueError:
            raise LookupError(key) from error


def main(size):
    nested.unwound = 0
    guard = Guard()
    table = {"a": 1, "b": 2}
    total = 0
    for n in range(size):
        try:
            total += nested(n, 3)
        except Refused as error:
            total += error.code
        with guard:
            total += check(n + 1)
        try:
            total += converted(table, ("a", "12", "b", "x")[n & 3])
        except LookupError:
            total -= 1
        try:
            total += n // (n % 4)
        except ZeroDivisionError:
            total += 1
        else:
            total += 2
    print("exceptions", total, nested.unwound, guard.entered, guard.failed)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 500000)
