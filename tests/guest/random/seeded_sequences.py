import random
r = random.Random(42)
print([r.random() for _ in range(3)], [r.randint(1, 100) for _ in range(8)], r.randrange(0, 1000, 7), r.choice("abcdef"), r.choices([1, 2, 3], [5, 3, 1], k=5), r.sample(range(100), 5), r.uniform(1, 2), r.getrandbits(70), r.randbytes(5))
l = list(range(10)); r.shuffle(l); print(l, r.gauss(0, 1), r.normalvariate(0, 1), r.expovariate(2), r.betavariate(1, 2), r.triangular(), r.gammavariate(2, 1), r.paretovariate(3), r.vonmisesvariate(0, 1), r.lognormvariate(0, 1), r.weibullvariate(1, 2))
for s in (0, -1, 2**70, "text", b"bytes", 1.5, None and 0, bytearray(b"q")):
    random.seed(s) if s is not None else random.seed(7)
    print(random.random(), random.getrandbits(32))
st = random.getstate(); a = random.random(); random.setstate(st); print(a == random.random(), st[0], len(st[1]))
for f in (lambda: random.choice([]), lambda: random.randrange(0), lambda: random.sample([1], 2), lambda: random.randint(2, 1), lambda: random.seed([]), lambda: random.getrandbits(-1), lambda: random.randrange(1.5), lambda: random.choices([], k=1), lambda: random.sample({1, 2}, 1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
