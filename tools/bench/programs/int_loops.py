"""Nested loops over small integers: Pythagorean triples, digits, bits."""
import sys


def triples(limit):
    found = 0
    for a in range(1, limit):
        for b in range(a, limit):
            square = a * a + b * b
            c = int(square ** 0.5)
            if c < limit and c * c == square:
                found += 1
    return found


def digit_sums(limit):
    total = 0
    for n in range(limit):
        while n:
            total += n % 10
            n //= 10
    return total


def mixed_bits(limit):
    state, total = 1, 0
    i = 0
    while i < limit:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        if state & 1:
            total += state & 0xFF
        else:
            total -= 1
        i += 1
    return total


def main(size):
    print("int_loops", triples(size), digit_sums(size * 250),
          mixed_bits(size * 800))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1700)
