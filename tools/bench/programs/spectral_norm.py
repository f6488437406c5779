"""The largest singular value of an infinite matrix, by power iteration."""
import math
import sys


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    indices = range(len(vector))
    result = []
    for i in indices:
        total = 0.0
        for j in indices:
            total += element(i, j) * vector[j]
        result.append(total)
    return result


def times_transposed(vector):
    return [sum([element(j, i) * x for j, x in enumerate(vector)])
            for i in range(len(vector))]


def main(size):
    u = [1.0] * size
    for _ in range(4):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    dot = sum(a * b for a, b in zip(u, v))
    norm = sum(b * b for b in v)
    print("spectral_norm %.9f" % math.sqrt(dot / norm))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 550)
