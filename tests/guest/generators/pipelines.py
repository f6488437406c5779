def read(n):
    for i in range(n):
        print("produce", i)
        yield i
def double(it):
    for x in it:
        print("double", x)
        yield x * 2
def odd_only(it): return (x for x in it if x % 4)
for v in odd_only(double(read(4))):
    print("consume", v)
def averager():
    total, n, avg = 0, 0, None
    while True:
        v = yield avg
        if v is None: return avg
        total += v; n += 1; avg = total / n
a = averager(); next(a)
print([a.send(v) for v in (10, 20, 60)])
try:
    a.send(None)
except StopIteration as e:
    print(e.value)
def chain(*its):
    for it in its: yield from it
print(list(zip(chain("ab", [1]), iter(range(10)))))
def primes():
    seen = []
    n = 2
    while True:
        if all(n % p for p in seen):
            seen.append(n)
            yield n
        n += 1
from itertools import islice
print(list(islice(primes(), 15)))
