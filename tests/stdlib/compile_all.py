#!/usr/bin/python3.11
"""Compiles every file of the standard library, its tests included.

    compile_all.py --polygil PATH [--jobs N] [FOLDER or FILE ...]

Each file must compile, or be refused with CPython 3.11's exception, message,
line and offset. One process compiles many files; when a file ends it (a crash,
no end), that file has failed and the next process goes on behind it.
"""

import argparse
import ast
import concurrent.futures
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CPYTHON = ["/usr/bin/python3.11"]
LIBRARY = "/usr/lib/python3.11"


def python_files(roots):
    found = []
    for root in roots:
        if os.path.isfile(root):
            found.append(os.path.abspath(root))
        for folder, folders, names in os.walk(root):
            folders[:] = [f for f in folders if f != "__pycache__"]
            found += [os.path.join(os.path.abspath(folder), name)
                      for name in names if name.endswith(".py")]
    return sorted(found)


def run_once(interpreter, paths, timeout):
    """Runs one process; returns {path: outcome}."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as listing, \
            tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        listing.write("\n".join(paths))
        listing.flush()
        try:
            status = subprocess.run(
                interpreter + [os.path.join(HERE, "compile_files.py"), listing.name],
                stdout=output, stderr=errors, timeout=timeout).returncode
        except subprocess.TimeoutExpired:
            status = "no end"
        output.seek(0)
        lines = output.read().decode("utf-8", "replace").splitlines()
        errors.seek(0)
        last = (errors.read().decode("utf-8", "replace").strip().splitlines() or [""])[-1]
    outcomes, running = {}, None
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "start":
            running = rest
        elif word == "end":
            outcomes[running] = ast.literal_eval(rest)
            running = None
    if running is not None:
        outcomes[running] = ("process ended", f"exit {status}: {last[:120]}", None, None)
    elif not outcomes:
        raise SystemExit(f"compile_all: {interpreter[0]} compiles nothing: {last}")
    return outcomes


def run_all(interpreter, paths, timeout):
    outcomes = {}
    while paths:
        outcomes.update(run_once(interpreter, paths, timeout))
        paths = [p for p in paths if p not in outcomes]
    return outcomes


def compile_everywhere(interpreter, paths, options):
    """All outcomes, the work dealt out to `jobs` processes."""
    hands = [paths[i::options.jobs] for i in range(options.jobs)]
    outcomes = {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for part in pool.map(lambda p: run_all(interpreter, p, options.timeout), hands):
            outcomes.update(part)
    return outcomes


def describe(outcome):
    if outcome is None:
        return "compiles"
    kind, message, line, offset = outcome
    return f"{kind}: {message} (line {line}, offset {offset})"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("roots", nargs="*", default=[LIBRARY])
    parser.add_argument("--polygil", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=600.0,
                        help="seconds one process may take")
    parser.add_argument("--show", type=int, default=50, help="failures to print")
    options = parser.parse_args()
    interpreter = shlex.split(options.polygil)
    interpreter[0] = os.path.abspath(
        shutil.which(interpreter[0]) or interpreter[0])
    paths = python_files(options.roots)
    started = time.monotonic()
    found = compile_everywhere(interpreter, paths, options)
    seconds = time.monotonic() - started
    expected = compile_everywhere(CPYTHON, paths, options)
    wrong = [p for p in paths if found[p] != expected[p]]
    for path in wrong[:options.show]:
        print(f"{path}\n    CPython: {describe(expected[path])}"
              f"\n    here:    {describe(found[path])}")
    if len(wrong) > options.show:
        print(f"... and {len(wrong) - options.show} more")
    refused = sum(1 for p in paths if expected[p] is not None)
    print(f"{len(paths)} files, {refused} refused by CPython, {len(wrong)} differ, "
          f"{seconds:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
