#!/usr/bin/python3.11
"""What forked workers cost that only read what their parent made.

Usage: sharing.py [INTERPRETER...]        (default: the one that runs this)
       sharing.py --here [--limit PERCENT]

A parent holds a million small tuples, dicts and strs; two workers, forked by
multiprocessing, read all of it. Printed is by how much the private memory of each
worker grows meanwhile, in percent of the parent's: pages that stay shared cost
nothing, and a write to a page, if only to count a reference, makes a copy of it.

With --here the measurement is made in this interpreter, and with a limit it
exits with 1 when a worker's growth is above it.
"""

import multiprocessing
import os
import subprocess
import sys

COUNT = 1_000_000


def private_kib():
    """The private memory of this process, clean and dirty."""
    with open("/proc/self/smaps_rollup") as facts:
        return sum(int(line.split()[1]) for line in facts if line.startswith("Private_"))


def make():
    tuples = [(i, str(i)) for i in range(COUNT // 3)]
    dicts = [{"key": i, "name": f"name {i}"} for i in range(COUNT // 3)]
    texts = [f"text number {i}" for i in range(COUNT - 2 * (COUNT // 3))]
    return tuples, dicts, texts


def read(tuples, dicts, texts):
    """Looks at every object; the sum says that nothing was left out."""
    total = 0
    for number, text in tuples:
        total += number + len(text)
    for entry in dicts:
        for key, value in entry.items():
            total += len(key) + (value if isinstance(value, int) else len(value))
    for text in texts:
        total += len(text)
    return total


def work(data, connection):
    before = private_kib()
    total = read(*data)
    connection.send((total, before, private_kib()))


def measure():
    """[(KiB the worker grew by, the parent's KiB) for each worker]"""
    context = multiprocessing.get_context("fork")
    data = make()
    expected = read(*data)
    parent = private_kib()
    workers = []
    for _ in range(2):
        receiver, sender = context.Pipe(False)
        process = context.Process(target=work, args=(data, sender))
        process.start()
        workers.append((process, receiver))
    results = []
    for process, receiver in workers:
        total, before, after = receiver.recv()
        process.join()
        assert total == expected, "a worker read something else"
        results.append((after - before, parent))
    return results


def report(limit):
    results = measure()
    worst = max(100 * grown / parent for grown, parent in results)
    shares = " and ".join(f"{100 * grown / parent:.1f} %" for grown, parent in results)
    print(f"parent {results[0][1] / 1024:.0f} MiB, workers grew by {shares} of that", flush=True)
    if limit is not None and worst > limit:
        print(f"sharing.py: more than {limit:g} %", file=sys.stderr)
        return 1
    return 0


def main(arguments):
    if arguments[:1] == ["--here"]:
        return report(float(arguments[2]) if arguments[1:2] == ["--limit"] else None)
    status = 0
    for interpreter in arguments or [sys.executable]:
        print(f"{os.path.basename(interpreter)}: ", end="", flush=True)
        status |= subprocess.run([interpreter, __file__, "--here"]).returncode
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
