"""Closures, decorators, partial application and higher-order functions."""
import functools
import sys


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)
    wrapper.calls = 0
    return wrapper


def scaled(factor):
    def decorate(function):
        def wrapper(x):
            return function(x) * factor
        return wrapper
    return decorate


@counted
@scaled(3)
def step(x):
    return x + 1


@counted
def options(a, b=2, *rest, c=3, **more):
    return a + b + len(rest) + c + len(more)


def counter():
    n = 0

    def increment(by):
        nonlocal n
        n += by
        return n
    return increment


def compose(*functions):
    def run(x):
        for function in functions:
            x = function(x)
        return x
    return run


def memoised(function):
    seen = {}

    def wrapper(n):
        if n not in seen:
            seen[n] = function(n)
        return seen[n]
    return wrapper


@memoised
def stairs(n):
    return 1 if n < 2 else stairs(n - 1) + stairs(n - 2)


def main(size):
    total = 0
    increment = counter()
    pipeline = compose(lambda x: x + 1, lambda x: x * 2, lambda x: x % 1009, abs)
    add_five = functools.partial(lambda a, b: a + b, 5)
    adders = [lambda x, k=k: x + k for k in range(8)]
    for i in range(size):
        total += step(i) + increment(i & 3) + pipeline(i) + add_five(i)
        total += options(i, i & 1, 5, c=i & 7, d=1) + options(1)
        total += sum(map(lambda f: f(i), adders)) & 0xFF
        total += functools.reduce(lambda a, b: a ^ b, (i, 5, 9))
    print("closures", total, step.calls, options.calls, stairs(80))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 380000)
