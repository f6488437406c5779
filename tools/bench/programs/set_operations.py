"""Sets: membership, union, intersection, a flood fill, connected words."""
import sys


def flood(width, height, walls):
    seen = {(0, 0)}
    edge = {(0, 0)}
    steps = 0
    while edge:
        steps += 1
        edge = {(x + dx, y + dy) for x, y in edge
                for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
                if 0 <= x + dx < width and 0 <= y + dy < height} - walls - seen
        seen |= edge
    return len(seen), steps


def unite(pairs):
    groups = []
    for a, b in pairs:
        merged = {a, b}
        rest = []
        for group in groups:
            if group & merged:
                merged |= group
            else:
                rest.append(group)
        groups = rest + [merged]
    return sorted(map(len, groups))


def main(size):
    walls = {(x, y) for x in range(3, size, 5) for y in range(size) if (x * y) % 7}
    area, steps = flood(size, size, walls)
    a = set(range(0, size * 400, 3))
    b = set(range(0, size * 400, 5))
    common, either, one = a & b, a | b, a ^ b
    inside = sum(1 for n in range(size * 1500) if n in either)
    words = {"%d-%d" % (i % 83, i % 97) for i in range(size * 200)}
    frozen = {frozenset((i % 11, i % 7, i % 5)) for i in range(size * 100)}
    pairs = [(i * 7 % 501, i * 13 % 501) for i in range(0, 400, 3)]
    print("set_operations", area, steps, len(common), len(either), len(one), inside,
          len(words), len(frozen), unite(pairs)[-3:], len(a - b), a >= common)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 650)
