#!/usr/bin/python3.11
"""Compares the modules that programs feel (re, json, pickle, struct, hashes,
compression, csv, datetime, sorting, text) with CPython's, in one go.

    library.py bazel-bin/tools/polygil                   against /usr/bin/python3.11
    library.py POLYGIL [PYTHON] --filter json,re --rounds 5
    library.py POLYGIL --below 0.9                       only what is slower than that

Both interpreters run every item of library_items.py; its result must be equal.
They take turns, `--rounds` times; an item's time is its best user time. The
ratio is CPython's time over the other's: above 1 is faster than CPython. The
exit status is 1 if a result differs or, with `--fail-below`, an item is slower.
"""

import argparse
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ITEMS = os.path.join(HERE, "library_items.py")


def environment():
    kept = {name: value for name, value in os.environ.items()
            if name.startswith("POLYGIL")}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0", "HOME": "/nonexistent",
            "PYTHONDONTWRITEBYTECODE": "1", **kept}


def run_items(interpreter, pattern, budget):
    """{item: {"seconds", "result"}} of one round."""
    done = subprocess.run([interpreter, ITEMS, pattern, str(budget)],
                          env=environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"library: {interpreter} fails with {done.returncode}")
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polygil")
    parser.add_argument("python", nargs="?", default="/usr/bin/python3.11")
    parser.add_argument("--filter", default="",
                        help="items whose name has one of these words, with commas between")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budget", type=float, default=0.05,
                        help="seconds for one item in one round")
    parser.add_argument("--below", type=float, help="show only ratios below this")
    parser.add_argument("--fail-below", type=float, default=0.0)
    options = parser.parse_args()

    best = {}
    differ = []
    for _ in range(options.rounds):
        for who in (options.python, options.polygil):
            for name, found in run_items(who, options.filter, options.budget).items():
                row = best.setdefault(name, {})
                seconds, result = row.get(who, (found["seconds"], found["result"]))
                row[who] = (min(seconds, found["seconds"]), result)
    print(f"{'item':28} {'CPython us':>11} {'polygil us':>11} {'ratio':>6}")
    slow = 0
    for name, row in best.items():
        (theirs, expected), (ours, got) = row[options.python], row[options.polygil]
        ratio = theirs / ours
        slow += ratio < options.fail_below
        if got != expected:
            differ.append(name)
        elif options.below is not None and ratio >= options.below:
            continue
        wrong = "  wrong result" if got != expected else ""
        print(f"{name:28} {theirs * 1e6:11.1f} {ours * 1e6:11.1f} {ratio:6.2f}{wrong}")
    return 1 if differ or slow else 0


if __name__ == "__main__":
    sys.exit(main())
