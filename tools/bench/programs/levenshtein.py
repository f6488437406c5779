"""Dynamic programming over strings and lists."""
import sys


def distance(a, b):
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a):
        current = [i + 1]
        for j, y in enumerate(b):
            cost = previous[j] + (x != y)
            if previous[j + 1] + 1 < cost:
                cost = previous[j + 1] + 1
            if current[j] + 1 < cost:
                cost = current[j] + 1
            current.append(cost)
        previous = current
    return previous[-1]


def common(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
    return table[len(a)][len(b)]


def knapsack(weights, values, capacity):
    best = [0] * (capacity + 1)
    for weight, value in zip(weights, values):
        for room in range(capacity, weight - 1, -1):
            with_it = best[room - weight] + value
            if with_it > best[room]:
                best[room] = with_it
    return best[capacity]


def text(length, seed):
    letters = []
    for _ in range(length):
        seed = (seed * 48271) % 2147483647
        letters.append("acgt"[seed >> 8 & 3])
    return "".join(letters)


def main(size):
    a, b = text(size, 1), text(size, 2)
    weights = [5 + (i * 37) % 41 for i in range(size // 3)]
    values = [3 + (i * 53) % 97 for i in range(size // 3)]
    print("levenshtein", distance(a, b), common(a, b),
          knapsack(weights, values, size * 3))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1700)
