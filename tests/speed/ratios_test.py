#!/usr/bin/python3.11
"""The figures that the project promises against CPython: ratios_test.py POLYGIL bench|channels

Asserted are ratios from one run, which lie well above these bounds on a resting machine: the bounds leave room for a
busy one, and what misses them is measured a second time. The exact figures are in the README.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import unittest

POLYGIL = os.path.abspath(sys.argv[1])
PYTHON = "/usr/bin/python3.11"
BENCH = "tools/bench"


def measured(program, *arguments):
    """What a program of tools/bench wrote with --json."""
    with tempfile.NamedTemporaryFile("r") as file:
        subprocess.run([PYTHON, f"{BENCH}/{program}", "--json", file.name, *arguments], check=True,
                       stdout=sys.stderr, timeout=1800)
        return json.load(file)


def geometric_mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values))


class Measured(unittest.TestCase):
    maxDiff = None

    def assert_all_reached(self, bounds, measure):
        """`measure(names)` gives ratios by name; those below their bound get a second chance."""
        ratios = measure(list(bounds))
        missed = [name for name, bound in bounds.items() if ratios[name] < bound]
        if missed:
            again = measure(missed)
            ratios.update({name: max(ratios[name], again[name]) for name in missed})
        self.assertEqual({name: ratios[name] for name, bound in bounds.items() if ratios[name] < bound}, {})
        return ratios


class Bench(Measured):
    """The benchmark programs print what CPython prints, faster, in no more memory."""

    def test_programs(self):
        memory = {}

        def measure(names):
            results = measured("run_bench.py", "--interpreters", f"polygil={POLYGIL},python3.11={PYTHON}",
                               "--rounds", "1", "--filter", ",".join(names))["results"]
            self.assertEqual([name for name, one in results.items() if "polygil" not in one], [], "wrong output")
            memory.update({name: one["polygil"]["kilobytes"] / one["python3.11"]["kilobytes"]
                           for name, one in results.items()})
            return {name: one["python3.11"]["value"] / one["polygil"]["value"] for name, one in results.items()}

        names = subprocess.run([PYTHON, f"{BENCH}/run_bench.py", "--list"], capture_output=True, text=True,
                               check=True).stdout.split()
        self.assertGreater(len(names), 20)
        ratios = self.assert_all_reached(dict.fromkeys(names, 0.75), measure)
        self.assertGreater(geometric_mean(ratio for name, ratio in ratios.items()
                                          if not name.startswith("startup")), 1.4)
        self.assertLess(geometric_mean(memory.values()), 1.03)


class Channels(Measured):
    """Messages and tasks between processes cost a fraction of CPython's.

    The round trip through a Pipe needs both CPUs at the same time; what other programs take of them, it loses.
    """

    def test_costs(self):
        def measure(names):
            results = measured("mp_compare.py", "--rounds", "2", POLYGIL, PYTHON, *names)
            return {name: python / polygil for name, (polygil, python) in results.items()}

        self.assert_all_reached({"queue": 5, "pipe": 1.2, "pool_map": 3, "start_join": 1.5}, measure)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], sys.argv[2].title()], verbosity=2)
