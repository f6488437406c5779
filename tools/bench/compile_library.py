#!/usr/bin/python3.11
"""How long compiling the standard library takes, on one core.

Usage: compile_library.py INTERPRETER... [--rounds N] [--folder FOLDER]

Each interpreter runs its own compileall over every file of the folder (without
its tests) in turn, the cache files going to a temporary folder. Printed are the
CPU seconds of the best round, the bytes written, and how many times as fast
as the last interpreter each was.
"""

import argparse
import os
import resource
import subprocess
import tempfile

WITHOUT = r"/(test|tests|dist-packages|site-packages|lib2to3|idlelib|turtledemo)/"


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compile_once(interpreter, folder):
    """(CPU seconds, bytes written)"""
    with tempfile.TemporaryDirectory() as prefix:
        before = cpu_seconds()
        subprocess.run([interpreter, "-X", f"pycache_prefix={prefix}", "-m", "compileall", "-q", "-f",
                        "-x", WITHOUT, folder], stdout=subprocess.DEVNULL, check=True)
        seconds = cpu_seconds() - before
        written = sum(os.path.getsize(os.path.join(path, name))
                      for path, _, names in os.walk(prefix) for name in names)
        return seconds, written


def main():
    parser = argparse.ArgumentParser(description="Times compileall of the standard library.")
    parser.add_argument("interpreters", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", default="/usr/lib/python3.11")
    arguments = parser.parse_args()
    best = {}
    for _ in range(arguments.rounds):
        for interpreter in arguments.interpreters:
            result = compile_once(interpreter, arguments.folder)
            best[interpreter] = min(best.get(interpreter, result), result)
    reference = best[arguments.interpreters[-1]][0]
    for interpreter, (seconds, written) in best.items():
        print(f"{interpreter}: {seconds:.2f} s of CPU, {written / 1e6:.1f} MB, "
              f"{reference / seconds:.2f} times as fast as the last")


if __name__ == "__main__":
    main()
