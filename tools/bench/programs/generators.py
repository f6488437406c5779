"""Pipelines of generators, yield from, send, and generator expressions."""
import sys


def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def only(wanted, source):
    for item in source:
        if wanted(item):
            yield item


def windows(source, width):
    recent = []
    for item in source:
        recent.append(item)
        if len(recent) == width:
            yield tuple(recent)
            recent.pop(0)


def flatten(tree):
    for item in tree:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


def averager():
    total = count = 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total // count


def tree(depth):
    return [depth, tree(depth - 1), tree(depth - 1)] if depth else [0]


def main(size):
    piped = 0
    for a, b, c in windows(only(lambda n: n % 3, numbers(size)), 3):
        piped += a * c - b
    squares = sum(x * x for x in (n + 1 for n in range(size)) if x % 2)
    leaves = sum(flatten(tree(13)))
    mean = averager()
    next(mean)
    for n in range(size):
        last = mean.send(n)
    print("generators", piped, squares, leaves, last)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 2500000)
