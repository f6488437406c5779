"""Operators, subscripts and calls whose methods are written in Python: results, errors, NotImplemented."""


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        if isinstance(other, Number):
            return Number(self.value + other.value)
        if isinstance(other, int):
            return Number(self.value + other)
        return NotImplemented

    def __radd__(self, other):
        return Number(other + self.value)

    def __mul__(self, other):
        return NotImplemented

    def __isub__(self, other):
        self.value -= other
        return self

    def __truediv__(self, other):
        return self.value / other

    def __getitem__(self, key):
        return self.value, key

    def __call__(self, *args, **keywords):
        return self.value, args, keywords

    def __repr__(self):
        return "Number(%r)" % self.value


class Other(Number):
    def __radd__(self, other):
        return "other"


class Whole(int):
    def __add__(self, other):
        return NotImplemented


def attempt(function):
    try:
        return function()
    except (TypeError, ZeroDivisionError) as error:
        return "%s: %s" % (type(error).__name__, error)


n = Number(5)
for _ in range(3):
    print(n + n, n + 2, 2 + n, n + Other(1), attempt(lambda: n + "a"), attempt(lambda: n + 2.5))
    print(attempt(lambda: n * n), attempt(lambda: n * 2), attempt(lambda: n * [1]), attempt(lambda: n - n))
    print(n[1], n["a":"b"], n[n], n(1, 2, k=3), n(), n(*[1], **{"a": 2}))
    print(Whole(3) + 4, attempt(lambda: Whole(3) + Whole(4)), attempt(lambda: n / 0))
    m = n
    m -= 2
    m += 1
    print(m, n)
try:
    m *= 3
except TypeError as error:
    print(error)
try:
    n / 0
except ZeroDivisionError as error:
    trace = error.__traceback__
    while trace:
        print(trace.tb_frame.f_code.co_name, end=" ")
        trace = trace.tb_next
    print()


class Deep:
    def __add__(self, other):
        return self + other


try:
    Deep() + 1
except RecursionError as error:
    print(error)

# Identity of what only the comparison holds; pairs of enumerate() that are kept.
class Noisy:
    def __del__(self):
        print("gone")


print(Noisy() is Noisy(), Noisy() is not None)
pairs = [pair for pair in enumerate("abc")]
print(pairs, [i for i, c in enumerate("abc", 5)], list(enumerate([], 3)))
walk = enumerate([[1], [2], [3]])
first = next(walk)
second = next(walk)
print(first, second, next(walk), next(walk, None))
(a, b), [c, d] = (1, 2), [3, 4]
a, b = b, a
print(a, b, c, d, "héé"[1], "h€"[-1], attempt(lambda: "abc"[0:2]))
for bad in ((1,), (1, 2, 3), [1], "a", 5):
    try:
        x, y = bad
    except (ValueError, TypeError) as error:
        print(error)
