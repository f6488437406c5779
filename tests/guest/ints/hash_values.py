for n in (0, 1, -1, -2, 2**61 - 1, 2**61, 2**62, -2**61, 2**100, -2**100, 10**50, 2**63 - 1, -2**63):
    print(n, hash(n))
print(hash(True), hash(False), hash(1.0), hash(2.5), hash(-1.0), hash(float("inf")), hash(-float("inf")), hash(1e300), hash(0.1), hash(1j), hash(1 + 2j))
from fractions import Fraction
print(hash(Fraction(5, 2)) == hash(2.5), hash(Fraction(1, 3)))
print(hash(()) == hash(()), hash((1, 2, 3)), hash((1, (2, (3,)))), hash(None) == hash(None))
print(hash(frozenset()), hash(range(10)) == hash(range(0, 10, 1)), hash(()))
