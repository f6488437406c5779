"""Recursive calls: Fibonacci numbers, Ackermann's function, Takeuchi's function."""
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def takeuchi(x, y, z):
    if y >= x:
        return z
    return takeuchi(takeuchi(x - 1, y, z), takeuchi(y - 1, z, x),
                    takeuchi(z - 1, x, y))


def main(size):
    sys.setrecursionlimit(20000)
    total = 0
    for _ in range(size):
        total += fib(22) + ackermann(2, 60) + takeuchi(12, 6, 0)
    print("calls", total)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
