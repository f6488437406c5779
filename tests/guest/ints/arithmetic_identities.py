import random
r = random.Random(12345)
bad = 0
for i in range(3000):
    a = r.getrandbits(r.randrange(1, 200)) * r.choice([1, -1]); b = r.getrandbits(r.randrange(1, 200)) * r.choice([1, -1]) or 7; n = r.randrange(0, 130)
    q, m = divmod(a, b)
    ok = q * b + m == a and (0 <= m < b or b < m <= 0) and (a + b) - b == a and (a * b) // b == a and (a << n) >> n == a and a ^ b ^ b == a and (a & b) + (a | b) == a + b and ~a == -a - 1 and int(str(a)) == a and int(hex(a), 16) == a and (a >> n) == a // (1 << n) and abs(a) * abs(a) == a * a and a % (1 << n) == a & (1 << n) - 1 and (a < b) == (a - b < 0) and int.from_bytes(a.to_bytes(30, "little", signed=True), "little", signed=True) == a and hash(a) == hash(a + 0) and (n > 60 or pow(a, n, abs(b)) == a ** n % abs(b)) and a.bit_length() == len(bin(abs(a))) - 2 * (a != 0) - 3 * (a == 0) and float(a) == a * 1.0 and int(float(a % 2**53)) == a % 2**53
    bad += not ok
print(bad, r.random())
