#!/usr/bin/python3.11
"""Runs programs that use Debian's pure-Python packages, and compares with CPython.

    run_packages.py --polygil PATH                  all programs
    run_packages.py --polygil PATH jinja2 sympy     some of them
    run_packages.py --polygil PATH --speed          user times, best of three with warm caches
    run_packages.py --polygil PATH --long           the long programs: whole test suites of packages

Each program of `programs/` (`long/`) runs under both interpreters in a fresh
folder, with the packages' folder as the only one beside the standard library.
It passes when standard output, standard error and exit status are equal to the
last character. Packages that have a compiled half are told to do without.
"""

import argparse
import concurrent.futures
import difflib
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CPYTHON = ["/usr/bin/python3.11"]
PACKAGES = "/usr/lib/python3/dist-packages"
OPTIONS = ["-s", "-S"]


def environment(caches):
    kept = {name: value for name, value in os.environ.items()
            if name.startswith(("POLYGIL", "ASAN", "UBSAN", "TSAN"))}
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent", "TZ": "UTC", "COLUMNS": "80",
            "PYTHONPATH": PACKAGES, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": caches,
            "AIOHTTP_NO_EXTENSIONS": "1", "FROZENLIST_NO_EXTENSIONS": "1", "MULTIDICT_NO_EXTENSIONS": "1",
            "YARL_NO_EXTENSIONS": "1", **kept}


def run(interpreter, program, caches, timeout):
    """Returns (status, output, errors) of one run."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = subprocess.run(
                interpreter + OPTIONS + [program], cwd=folder, env=environment(caches), stdin=subprocess.DEVNULL,
                capture_output=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            return ("no end", b"", b"")
    return (result.returncode, result.stdout, result.stderr)


def user_time(interpreter, program, caches, timeout):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run(interpreter, program, caches, timeout)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def difference(expected, found):
    """The first lines that differ, of the three results."""
    lines = []
    if expected[0] != found[0]:
        lines.append(f"exit status {found[0]}, CPython's is {expected[0]}")
    for name, before, after in zip(("output", "errors"), expected[1:], found[1:]):
        if before != after:
            pair = [text.decode("utf-8", "backslashreplace").splitlines() for text in (before, after)]
            lines += list(difflib.unified_diff(*pair, f"CPython's {name}", f"polygil's {name}", lineterm="", n=1))[:40]
    return lines


def compare(path, interpreter, caches, timeout):
    if not os.path.isdir(PACKAGES):
        return ["the packages are not installed: tools/setup installs them"]
    expected = run(CPYTHON, path, caches[0], timeout)
    if not expected[1]:
        return ["CPython prints nothing:"] + expected[2].decode("utf-8", "replace").splitlines()[-5:]
    return difference(expected, run(interpreter, path, caches[1], timeout))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("programs", nargs="*")
    parser.add_argument("--polygil", required=True)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=3000)
    options = parser.parse_args()
    interpreter = shlex.split(options.polygil)
    interpreter[0] = os.path.abspath(shutil.which(interpreter[0]) or interpreter[0])
    folder = os.path.join(HERE, "long" if options.long else "programs")
    names = options.programs or sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py"))
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        caches = [os.path.join(temporary, name) for name in ("cpython", "polygil")]
        paths = [os.path.join(folder, "use_" + name.removeprefix("use_") + ".py") for name in names]
        if options.speed:
            print(f"{'program':24}{'CPython s':>10}{'polygil s':>10}{'ratio':>8}")
            for path in paths:
                best = [min(user_time(*side, options.timeout) for _ in range(4)) for side in
                        ((CPYTHON, path, caches[0]), (interpreter, path, caches[1]))]
                print(f"{os.path.basename(path)[:-3]:24}{best[0]:10.2f}{best[1]:10.2f}{best[0] / best[1]:8.2f}",
                      flush=True)
            return 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            found = pool.map(lambda path: compare(path, interpreter, caches, options.timeout), paths)
            for path, lines in zip(paths, found):
                failed += bool(lines)
                print(f"{'FAILED' if lines else 'passed'}  {os.path.basename(path)[:-3]}", *lines,
                      sep="\n    ", flush=True)
    print(f"{len(paths) - failed} of {len(paths)} programs pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
