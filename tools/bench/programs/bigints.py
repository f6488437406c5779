"""Big integers: digits of pi, factorials, Fibonacci numbers, modular powers."""
import sys


def pi_digits(count):
    digits = []
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while len(digits) < count:
        if 4 * q + r - t < m * t:
            digits.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), 10 * (3 * q + r) // t - 10 * m
        else:
            q, r, t, k, m, x = (q * k, (2 * q + r) * x, t * x, k + 1,
                                (q * (7 * k + 2) + r * x) // (t * x), x + 2)
    return digits


def is_probable_prime(n):
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in (2, 3, 5, 7, 11, 13):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def main(size):
    digits = pi_digits(size)
    factorial = 1
    for i in range(1, size + 1):
        factorial *= i
    a, b = 0, 1
    for _ in range(size * 6):
        a, b = b, a + b
    prime = 10 ** 60 + 1
    while not is_probable_prime(prime):
        prime += 2
    sys.set_int_max_str_digits(0) if hasattr(sys, "set_int_max_str_digits") else None
    print("bigints", sum(digits), len(str(factorial)), a % 10 ** 20,
          prime - 10 ** 60, sum(map(int, str(factorial >> 1000))) if size > 450 else 0)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 4300)
