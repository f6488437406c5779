"""Counts the primes below fifty million, one segment an item.

    polygil compare primes.py
"""

LIMIT = 50_000_000
SEGMENT = 500_000


def items():
    """The segments, as (first number, end)."""
    return [(start, min(start + SEGMENT, LIMIT)) for start in range(0, LIMIT, SEGMENT)]


def small_primes(limit):
    primes = []
    for n in range(2, limit + 1):
        for p in primes:
            if p * p > n:
                primes.append(n)
                break
            if n % p == 0:
                break
        else:
            primes.append(n)
    return primes


def work(segment):
    """The number of primes in one segment, by sieving it alone."""
    start, end = segment
    flags = [True] * (end - start)
    for p in small_primes(int(end ** 0.5) + 1):
        multiple = max(p * p, (start + p - 1) // p * p)
        while multiple < end:
            flags[multiple - start] = False
            multiple += p
    count = 0
    for offset, prime in enumerate(flags):
        if prime and start + offset > 1:
            count += 1
    return count


def combine(results):
    return f"{sum(results)} primes below {LIMIT}"


if __name__ == "__main__":
    print(combine(map(work, items())))
