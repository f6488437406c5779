"""Matrix loops: products, elimination, a relaxation grid."""
import sys


def make(n, seed):
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            row.append((seed % 1000) / 1000.0 + (2.0 * n if i == j else 0.0))
        rows.append(row)
    return rows


def multiply(a, b):
    n = len(a)
    result = [[0.0] * n for _ in range(n)]
    for i in range(n):
        row, into = a[i], result[i]
        for k in range(n):
            factor, other = row[k], b[k]
            for j in range(n):
                into[j] += factor * other[j]
    return result


def pivots(matrix):
    m = [row[:] for row in matrix]
    n = len(m)
    total = 0.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[pivot] = m[pivot], m[i]
        total += abs(m[i][i]) ** 0.1
        for r in range(i + 1, n):
            factor = m[r][i] / m[i][i]
            for c in range(i, n):
                m[r][c] -= factor * m[i][c]
    return total


def relax(n, rounds):
    grid = [[float((i * j) % 11) for j in range(n)] for i in range(n)]
    for _ in range(rounds):
        for i in range(1, n - 1):
            above, here, below = grid[i - 1], grid[i], grid[i + 1]
            for j in range(1, n - 1):
                here[j] = 0.25 * (above[j] + below[j] + here[j - 1] + here[j + 1])
    return sum(map(sum, grid))


def main(size):
    a, b = make(size, 1), make(size, 2)
    c = multiply(a, b)
    print("matrix %.6f %.6f %.6f" % (
        sum(c[i][i] for i in range(size)), pivots(c), relax(size, 60)))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 215)
