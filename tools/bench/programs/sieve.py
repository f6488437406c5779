"""Primes by Eratosthenes on lists, bytearrays and dictionaries."""
import sys


def on_list(limit):
    flags = [True] * (limit + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= limit:
        if flags[i]:
            for j in range(i * i, limit + 1, i):
                flags[j] = False
        i += 1
    return [n for n, prime in enumerate(flags) if prime]


def on_bytes(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0] = flags[1] = 0
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes((limit - i * i) // i + 1)
    return sum(flags)


def endless():
    found = {}
    n = 2
    while True:
        factor = found.pop(n, 0)
        if factor:
            x = n + factor
            while x in found:
                x += factor
            found[x] = factor
        else:
            yield n
            found[n * n] = n
        n += 1


def main(size):
    primes = on_list(size)
    total = 0
    for prime in endless():
        if prime > size // 5:
            break
        total += prime
    print("sieve", len(primes), primes[-1], on_bytes(size * 10), total)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 4500000)
