"""N queens by permutations, by sets and by bits."""
import itertools
import sys


def by_permutations(n):
    columns = range(n)
    return sum(1 for board in itertools.permutations(columns)
               if n == len({board[i] + i for i in columns})
               == len({board[i] - i for i in columns}))


def by_lists(n, row, columns, up, down):
    if row == n:
        return 1
    found = 0
    for column in range(n):
        if not columns[column] and not up[row + column] and not down[row - column + n]:
            columns[column] = up[row + column] = down[row - column + n] = True
            found += by_lists(n, row + 1, columns, up, down)
            columns[column] = up[row + column] = down[row - column + n] = False
    return found


def by_bits(all, columns, left, right):
    if columns == all:
        return 1
    found = 0
    free = all & ~(columns | left | right)
    while free:
        bit = free & -free
        free ^= bit
        found += by_bits(all, columns | bit, (left | bit) << 1, (right | bit) >> 1)
    return found


def main(size):
    print("queens", by_permutations(size - 2),
          by_lists(size, 0, [False] * size, [False] * 2 * size, [False] * 3 * size),
          by_bits((1 << size) - 1, 0, 0, 0))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
