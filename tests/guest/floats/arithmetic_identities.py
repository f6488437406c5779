import random, math
r = random.Random(99)
bad = 0
for i in range(5000):
    x = r.uniform(-1, 1) * 10.0 ** r.randrange(-300, 300); y = r.uniform(-1, 1) * 10.0 ** r.randrange(-20, 20)
    m, e = math.frexp(x); q, t = divmod(x, y) if abs(x / y) < 1e15 else (0.0, 0.0)
    ok = float(repr(x)) == x and float.fromhex(x.hex()) == x and math.ldexp(m, e) == x and -(-x) == x and abs(x) == math.copysign(x, 1) and x - x == 0 and x * 1 == x and x / 1 == x and (x < y) == (not x >= y) and float("%.17g" % x) == x and float(f"{x:.16e}") == x and eval(repr(x)) == x and hash(x) == hash(float(str(x))) and (t == 0 or (t < 0) == (y < 0)) and sum([x, -x]) == 0 and (abs(x) > 1e15 or int(x) == math.trunc(x) and math.floor(x) <= x <= math.ceil(x)) and max(x, y) >= min(x, y) and x.as_integer_ratio()[0] / x.as_integer_ratio()[1] == x if abs(x) < 1e300 and abs(x) > 1e-290 else True
    bad += not ok
print(bad, r.gauss(0, 1))
acc = 0.0
for i in range(1, 2000): acc += 1.0 / i ** 2
print(acc, math.sqrt(acc * 6), math.fsum(1.0 / i for i in range(1, 500)), sum(i * 0.1 for i in range(1000)))
h = 1.0
while 1.0 + h > 1.0: h /= 2
print(h, 0.1 + 0.2 == 0.3, 0.1 * 3, 1e16 + 1 - 1e16, 2.0 ** -1074, 2.0 ** 1023 * 2)
