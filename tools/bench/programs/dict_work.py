"""Dictionaries: counting, memoising, grouping, inverting, deleting."""
import sys


def pairs(count):
    state = 7
    for _ in range(count):
        state = (state * 48271) % 2147483647
        yield state % 5000, state % 977


def main(size):
    counts, groups, seconds = {}, {}, {}
    for key, value in pairs(size):
        counts[key] = counts.get(key, 0) + 1
        groups.setdefault(value, []).append(key)
        if key in seconds:
            seconds[key] += value
        else:
            seconds[key] = value
    inverse = {}
    for key, count in counts.items():
        inverse.setdefault(count, set()).add(key)
    named = {"name%d" % key: count for key, count in counts.items()}
    total = 0
    for _ in range(8):
        for key in range(5000):
            total += named.get("name%d" % key, 0)
    removed = 0
    for key in list(counts):
        if counts[key] % 2:
            removed += counts.pop(key)
    grid = {(x, y): x ^ y for x in range(120) for y in range(120)}
    diagonal = 0
    for i in range(120):
        for j in range(120):
            diagonal += grid[j, i]
    merged = {**seconds, **{k: -1 for k in range(4990, 5010)}}
    print("dict_work", len(counts), removed, total, diagonal,
          max(len(g) for g in groups.values()), sum(merged.values()),
          sorted(inverse)[:3])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500000)
