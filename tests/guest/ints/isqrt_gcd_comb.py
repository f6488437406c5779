import math
print(math.isqrt(0), math.isqrt(10**40), math.isqrt(10**40 - 1), math.isqrt(2**64))
print(math.gcd(), math.gcd(12), math.gcd(12, 18, 27), math.gcd(-4, 6), math.gcd(2**100, 6**50), math.lcm(4, 6), math.lcm(), math.lcm(0, 5))
print(math.comb(10, 3), math.comb(100, 50), math.comb(3, 5), math.perm(5), math.perm(5, 2), math.factorial(25))
for f in (lambda: math.isqrt(-1), lambda: math.factorial(-1), lambda: math.factorial(2.5), lambda: math.comb(-1, 2), lambda: math.gcd(1.5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
