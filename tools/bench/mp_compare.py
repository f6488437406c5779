#!/usr/bin/env python3
"""Costs of multiprocessing in two interpreters: mp_compare.py [--rounds N] [--json FILE] POLYGIL [PYTHON [MEASUREMENT...]]

Runs each measurement in both, alternately, several times, and prints the best of each as microseconds per operation
with their ratio. The last line says how much faster two workers are than one, with the CPU time of both over that of
one beside it: on a loaded machine only the latter means something. Results are checked inside the measurements.
"""

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile

MEASUREMENTS = r'''
import concurrent.futures, multiprocessing as mp, resource, sys, time
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

def executor_map(n=2000):
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        list(executor.map(same, range(10)))
        start = clock()
        result = list(executor.map(same, range(n)))
        elapsed = clock() - start
        assert result == list(range(n))
    return elapsed / n

def count(n):
    total = 0
    for i in range(n): total += i * i % 7
    return total

def timed(workers, tasks, n):
    with mp.Pool(workers) as pool:
        pool.map(count, [10] * workers, 1)
        start = clock()
        result = pool.map(count, [n] * tasks, 1)
        elapsed = clock() - start
        assert result == [result[0]] * tasks
    pool.join()
    return elapsed

def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime

def two_workers(tasks=8, n=400000):
    cpu = [children_cpu()]
    times = []
    for workers in 1, 2:
        times.append(timed(workers, tasks, n))
        cpu.append(children_cpu())
    return times[0] / times[1], (cpu[2] - cpu[1]) / (cpu[1] - cpu[0])

if __name__ == "__main__":
    print(globals()[sys.argv[1]]())
'''

NAMES = ("queue", "pipe", "pool_map", "pool_apply", "pool_bytes", "start_join", "executor_map")


def measure(interpreter, script, name):
    run = subprocess.run([interpreter, script, name], capture_output=True, text=True, timeout=300)
    if run.returncode != 0:
        sys.exit(f"{interpreter}: {name} failed\n{run.stderr}")
    return ast.literal_eval(run.stdout)


def compare(interpreters, script, name, rounds):
    best = [float("inf")] * 2
    for _ in range(rounds):
        for i, interpreter in enumerate(interpreters):
            best[i] = min(best[i], measure(interpreter, script, name) * 1e6)
    print(f"{name:<18}{best[0]:>10.2f}{best[1]:>10.2f}{best[1] / best[0]:>8.1f}", flush=True)
    return best


def compare_scaling(interpreters, script, rounds):
    best = [(0, 0)] * 2
    for _ in range(rounds):
        for i, interpreter in enumerate(interpreters):
            best[i] = max(best[i], measure(interpreter, script, "two_workers"))
    texts = [f"{speed:.2f}x" for speed, _ in best]
    cpu = ", ".join(f"{cpu:.2f}" for _, cpu in best)
    print(f"{'two_workers':<18}{texts[0]:>10}{texts[1]:>10}{'':>8}  CPU time {cpu} times that of one")
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", metavar="FILE",
                        help="write the microseconds of both there, and for two_workers [speed-up, CPU time] of both")
    parser.add_argument("polygil")
    parser.add_argument("python", nargs="?", default="/usr/bin/python3.11")
    parser.add_argument("measurements", nargs="*", default=[*NAMES, "two_workers"])
    options = parser.parse_args()
    interpreters = [options.polygil, options.python]
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "mp_measurements.py")
        with open(script, "w") as file:
            file.write(MEASUREMENTS)
        print(f"{'us per operation':<18}{'polygil':>10}{'python':>10}{'ratio':>8}")
        results = {}
        for name in options.measurements:
            if name == "two_workers":
                results[name] = compare_scaling(interpreters, script, options.rounds)
            else:
                results[name] = compare(interpreters, script, name, options.rounds)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
