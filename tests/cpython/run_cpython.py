#!/usr/bin/python3.11
"""Runs CPython's own test files and says which cases pass.

    run_cpython.py --polygil PATH test_int test_dict    a table against CPython
    run_cpython.py --polygil PATH                       the files of FILES
    run_cpython.py --polygil PATH --update test_int     commit what passes now
    run_cpython.py --polygil PATH --check               fail if one of those fails
    run_cpython.py --polygil PATH --failures test_int   why cases fail

The test files are those of Debian's libpython3.11-testsuite. Each file runs in
a process of its own, in a fresh folder, with a time limit; when a case ends the
process (a crash, a hang) that case has failed and the rest is run again
without it. `passing/FILE.txt` holds the ids of the cases that must pass.
"""

import argparse
import concurrent.futures
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PASSING = os.path.join(HERE, "passing")
CPYTHON = ["/usr/bin/python3.11"]
FILES = """
    test_grammar test_int test_float test_list test_tuple test_dict test_set
    test_generators test_scope test_unpack test_raise test_with
    test_threading_local test_heapq test_bisect
""".split()
MAXIMUM_RESTARTS = 25


class Results:
    """What the cases of one file did: {id: (word, detail)}."""

    def __init__(self):
        self.cases = {}
        self.count = 0
        self.trouble = ""

    def having(self, word):
        return {name for name, (found, _) in self.cases.items() if found == word}


def environment():
    kept = {name: value for name, value in os.environ.items()
            if name.startswith(("POLYGIL", "ASAN", "UBSAN", "TSAN"))}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1", **kept}


def run_process(command, folder, timeout):
    """Returns (exit status or None after `timeout`, the end of its output)."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            status = None
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        output.seek(max(0, output.seek(0, 2) - 2000))
        return status, output.read().decode("utf-8", "replace")


def read_report(path, results):
    """Adds the report's lines; returns (the case that was running, ended)."""
    running, ended = None, False
    if not os.path.exists(path):
        return running, ended
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            word, _, rest = line.rstrip("\n").partition(" ")
            name, _, detail = rest.partition(" | ")
            if word == "cases":
                results.count = int(name)
            elif word == "start":
                running = name
            elif word == "end":
                ended = True
            elif word == "broken":
                results.trouble = detail
            else:
                results.cases[name] = (word, detail)
                running = None
    return running, ended


def run_file(interpreter, name, timeout):
    """Runs all cases of test.`name`; returns Results."""
    results, skipped = Results(), []
    deadline = time.monotonic() + timeout
    with tempfile.TemporaryDirectory(prefix="cpython") as folder:
        for attempt in range(MAXIMUM_RESTARTS + 1):
            report = os.path.join(folder, f"report{attempt}")
            skip_file = os.path.join(folder, "skipped")
            with open(skip_file, "w", encoding="utf-8") as file:
                file.writelines(line + "\n" for line in skipped)
            scratch = os.path.join(folder, f"scratch{attempt}")
            os.mkdir(scratch)
            left = max(5.0, deadline - time.monotonic())
            status, output = run_process(
                interpreter + [os.path.join(HERE, "harness.py"), "test." + name,
                               report, skip_file], scratch, left)
            running, ended = read_report(report, results)
            if ended:
                return results
            if running is None:
                last = (output.strip().splitlines() or [""])[-1]
                results.trouble = f"exit {status}: {last[:150]}"
                return results
            how = "no end" if status is None else f"exit {status}"
            results.cases[running] = ("crash", how)
            skipped = list(results.cases)  # what is known need not run again
            if time.monotonic() > deadline:
                results.trouble = "time limit"
                return results
    results.trouble = "too many crashes"
    return results


def passing_path(name):
    return os.path.join(PASSING, name + ".txt")


def read_passing(name):
    try:
        with open(passing_path(name), encoding="utf-8") as file:
            return {line.rstrip("\n") for line in file if line.strip()}
    except FileNotFoundError:
        return set()


def write_passing(name, passed):
    os.makedirs(PASSING, exist_ok=True)
    with open(passing_path(name), "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in sorted(passed))


def check(names, run):
    """Says which of the committed cases fail; returns their number."""
    bad = 0
    for name, results in zip(names, run(names)):
        wanted = read_passing(name)
        lost = sorted(wanted - results.having("pass"))
        bad += len(lost)
        print(f"{name}: {len(wanted) - len(lost)} of {len(wanted)} still pass"
              + (f" ({results.trouble})" if results.trouble else ""), flush=True)
        for case in lost:
            word, detail = results.cases.get(case, ("missing", ""))
            print(f"    {word} {case} {detail}")
    return bad


def print_table(rows):
    header = ("file", "cases", "passed by CPython", "passed here", "skipped here", "percent")
    rows = [header] + rows
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(header))]
    for row in rows:
        print("  ".join(str(cell).ljust(w) if i == 0 else str(cell).rjust(w)
                        for i, (cell, w) in enumerate(zip(row, widths))))


def percent(part, whole):
    return f"{100 * part / whole:.1f}" if whole else "-"


def compare(names, run, run_reference, options):
    rows, sums = [], [0, 0, 0, 0]
    for name, ours, theirs in zip(names, run(names), run_reference(names)):
        reference = theirs.having("pass")
        passed = ours.having("pass")
        both = len(passed & reference)
        row = (theirs.count, len(reference), both, len(ours.having("skip")))
        sums = [a + b for a, b in zip(sums, row)]
        rows.append((name, *row, percent(both, len(reference))))
        if ours.trouble:
            print(f"{name}: {ours.trouble}")
        if options.failures:
            for case in sorted(reference - passed):
                word, detail = ours.cases.get(case, ("missing", ""))
                print(f"    {word} {case}: {detail}")
        if options.update:
            write_passing(name, passed & reference)
        sys.stdout.flush()
    rows.append(("all", *sums, percent(sums[2], sums[1])))
    print_table(rows)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", help="test_int, test_dict, ...")
    parser.add_argument("--polygil", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=300.0,
                        help="seconds a file may take")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    interpreter = shlex.split(options.polygil)
    interpreter[0] = os.path.abspath(
        shutil.which(interpreter[0]) or interpreter[0])
    names = [os.path.basename(n).removesuffix(".py").removeprefix("test.")
             for n in options.files]
    if not names:
        committed = sorted(n[:-4] for n in os.listdir(PASSING) if n.endswith(".txt"))
        names = committed if options.check else FILES

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        def runner(command):
            return lambda files: pool.map(
                lambda n: run_file(command, n, options.timeout), files)
        if options.check:
            return 1 if check(names, runner(interpreter)) else 0
        compare(names, runner(interpreter), runner(CPYTHON), options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
