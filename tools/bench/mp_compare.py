#!/usr/bin/env python3
"""Costs of multiprocessing in two interpreters: mp_compare.py POLYGIL [PYTHON]

Runs each measurement in both, alternately, several times, and prints the best of each as microseconds per operation
with their ratio. Results are checked inside the measurements.
"""

import subprocess
import sys

ROUNDS = 3

MEASUREMENTS = r'''
import multiprocessing as mp, sys, time
clock = time.perf_counter

def same(x): return x

def produce(q, n):
    for i in range(n): q.put(i)

def echo(c):
    while (m := c.recv()) is not None: c.send(m)

def nothing(): pass

def queue(n=50000):
    q = mp.Queue()
    p = mp.Process(target=produce, args=(q, n))
    p.start()
    first = q.get()
    start = clock()
    total = first + sum(q.get() for _ in range(n - 1))
    elapsed = clock() - start
    p.join()
    assert total == n * (n - 1) // 2
    return elapsed / n

def pipe(n=5000):
    a, b = mp.Pipe()
    p = mp.Process(target=echo, args=(b,))
    p.start()
    a.send(0); a.recv()
    start = clock()
    for i in range(n):
        a.send(i)
        assert a.recv() == i
    elapsed = clock() - start
    a.send(None); p.join()
    return elapsed / n

def pool_map(n=10000):
    with mp.Pool(2) as pool:
        pool.map(same, range(10))
        start = clock()
        result = pool.map(same, range(n), 1)
        elapsed = clock() - start
        assert result == list(range(n))
    return elapsed / n

def pool_apply(n=1000):
    with mp.Pool(2) as pool:
        pool.map(same, range(10))
        start = clock()
        for i in range(n): assert pool.apply(same, (i,)) == i
        return (clock() - start) / n

def pool_bytes(n=50):
    data = bytes(1 << 20)
    with mp.Pool(2) as pool:
        pool.map(same, range(10))
        start = clock()
        for _ in range(n): assert len(pool.apply(same, (data,))) == len(data)
        return (clock() - start) / n

def start_join(n=50):
    start = clock()
    for _ in range(n):
        p = mp.Process(target=nothing)
        p.start(); p.join()
        assert p.exitcode == 0
    return (clock() - start) / n

if __name__ == "__main__":
    print(globals()[sys.argv[1]]())
'''

NAMES = ("queue", "pipe", "pool_map", "pool_apply", "pool_bytes", "start_join")


def measure(interpreter, script, name):
    run = subprocess.run([interpreter, script, name], capture_output=True, text=True, timeout=300)
    if run.returncode != 0:
        sys.exit(f"{interpreter}: {name} failed\n{run.stderr}")
    return float(run.stdout) * 1e6


def main():
    import os
    import tempfile
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    interpreters = [sys.argv[1], sys.argv[2] if len(sys.argv) == 3 else "/usr/bin/python3.11"]
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "mp_measurements.py")
        with open(script, "w") as file:
            file.write(MEASUREMENTS)
        print(f"{'us per operation':<18}{'polygil':>10}{'python':>10}{'ratio':>8}")
        for name in NAMES:
            best = [float("inf")] * 2
            for _ in range(ROUNDS):
                for i, interpreter in enumerate(interpreters):
                    best[i] = min(best[i], measure(interpreter, script, name))
            print(f"{name:<18}{best[0]:>10.2f}{best[1]:>10.2f}{best[1] / best[0]:>8.1f}", flush=True)


if __name__ == "__main__":
    main()
