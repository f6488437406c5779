"""List, set and dict comprehensions, nested and filtered."""
import sys


def main(size):
    total = 0
    for k in range(size):
        squares = [n * n for n in range(200)]
        odd = [n for n in squares if n & 1]
        table = [[i * j for j in range(12)] for i in range(12)]
        transposed = [[row[i] for row in table] for i in range(12)]
        residues = {n % 17 for n in squares}
        index = {n: i for i, n in enumerate(odd)}
        inverted = {i: n for n, i in index.items() if i % 2}
        pairs = [(a, b) for a in range(15) for b in range(a) if (a + b) % 3]
        text = [str(n) for n in odd if n % 5]
        lengths = [len(t) for t in text]
        flat = [x for row in transposed for x in row if x > k % 50]
        total += (sum(odd) + len(residues) + len(inverted) + len(pairs)
                  + sum(lengths) + sum(flat))
    print("comprehensions", total)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 19000)
