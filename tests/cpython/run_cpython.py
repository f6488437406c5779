#!/usr/bin/python3.11
"""Runs CPython's own test files and says which cases pass.

    run_cpython.py --polygil PATH test_int test_dict    a table against CPython
    run_cpython.py --polygil PATH                       the files of group core
    run_cpython.py --polygil PATH --group A,B           the files of groups.txt
    run_cpython.py --polygil PATH --update test_int     commit what passes now
    run_cpython.py --polygil PATH --check               fail if one of those fails
    run_cpython.py --polygil PATH --failures test_int   why cases fail

The test files are those of Debian's libpython3.11-testsuite. Each file runs in
a process of its own, in a fresh folder, with a time limit; when a case ends the
process (a crash, a hang) that case has failed and the rest is run again
without it. `passing/FILE.txt` holds the ids of the cases that must pass, `own/FILE.txt`
those that test CPython's own implementation, each with its reason.
--reference FOLDER keeps CPython's own results there and uses them again.
"""

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PASSING = os.path.join(HERE, "passing")
OWN = os.path.join(HERE, "own")
# What is said of cases that look into CPython itself.
OWN_REASON = re.compile(r"specific to cpython|_testcapi|_testinternalcapi|extension type|"
                        r"dynamic loading|ndarray object", re.IGNORECASE)
CPYTHON = ["/usr/bin/python3.11"]
MAXIMUM_RESTARTS = 25


class Results:
    """What the cases of one file did: {id: (word, detail)}."""

    def __init__(self):
        self.cases = {}
        self.count = 0
        self.trouble = ""
        self.seconds = 0.0

    def having(self, word):
        return {name for name, (found, _) in self.cases.items() if found == word}

    def own(self):
        """{case: why it is none of another implementation's business}."""
        return {name: detail for name, (found, detail) in self.cases.items()
                if found in ("skip", "error") and OWN_REASON.search(detail)}


def environment():
    kept = {name: value for name, value in os.environ.items()
            if name.startswith(("POLYGIL", "ASAN", "UBSAN", "TSAN"))}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1", **kept}


def wait_while_busy(process, report, timeout, case_timeout):
    """The exit status, or None: too long, or nothing was reported for too long."""
    start = time.monotonic()
    while True:
        try:
            return process.wait(1.0)
        except subprocess.TimeoutExpired:
            pass
        try:
            silent = time.time() - os.stat(report).st_mtime
        except FileNotFoundError:
            silent = 0.0
        if time.monotonic() - start > timeout or silent > case_timeout:
            return None


def run_process(command, folder, report, timeout, case_timeout):
    """Returns (exit status or None after a time limit, the end of its output)."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        status = wait_while_busy(process, report, timeout, case_timeout)
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


def run_file(interpreter, name, timeout, case_timeout):
    """Runs all cases of test.`name`; returns Results."""
    start = time.monotonic()
    results = run_cases(interpreter, name, timeout, case_timeout)
    results.seconds = time.monotonic() - start
    return results


def run_cases(interpreter, name, timeout, case_timeout):
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
                               report, skip_file], scratch, report, left, case_timeout)
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


def run_reference(name, timeout, case_timeout, folder):
    """CPython's results; from and to `folder` if there is one."""
    if not folder:
        return run_file(CPYTHON, name, timeout, case_timeout)
    path = os.path.join(folder, name + ".json")
    results = Results()
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            results.count, cases = json.load(file)
        results.cases = {case: tuple(word) for case, word in cases.items()}
        return results
    results = run_file(CPYTHON, name, timeout, case_timeout)
    os.makedirs(folder, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        json.dump([results.count, results.cases], file)
    return results


def read_groups():
    """{group: its files}, in the order of groups.txt."""
    groups = {}
    with open(os.path.join(HERE, "groups.txt"), encoding="utf-8") as file:
        for line in file:
            group, _, names = line.partition(":")
            groups[group] = names.split()
    return groups


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


def write_own(name, cases):
    path = os.path.join(OWN, name + ".txt")
    if cases:
        os.makedirs(OWN, exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(f"{case} | {reason}\n" for case, reason in sorted(cases.items()))
    elif os.path.exists(path):
        os.remove(path)


def check(names, run):
    """Says which of the committed cases fail; returns their number."""
    bad = 0
    for name, results in zip(names, run(names)):
        wanted = read_passing(name)
        lost = sorted(wanted - results.having("pass"))
        bad += len(lost)
        print(f"{name}: {len(wanted) - len(lost)} of {len(wanted)} still pass"
              f", {results.seconds:.0f} s"
              + (f" ({results.trouble})" if results.trouble else ""), flush=True)
        for case in lost:
            word, detail = results.cases.get(case, ("missing", ""))
            print(f"    {word} {case} {detail}")
    return bad


def print_table(rows):
    header = ("file", "cases", "passed by CPython", "passed here", "failed here",
              "skipped here", "CPython's own", "percent", "of the others")
    rows = [header] + rows
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(header))]
    for row in rows:
        print("  ".join(str(cell).ljust(w) if i == 0 else str(cell).rjust(w)
                        for i, (cell, w) in enumerate(zip(row, widths))))


def percent(part, whole):
    return f"{100 * part / whole:.1f}" if whole else "-"


def compare(names, run, run_theirs, options):
    rows, sums = [], [0] * 6
    for name, ours, theirs in zip(names, run(names), run_theirs(names)):
        reference = theirs.having("pass")
        passed = ours.having("pass")
        skipped = ours.having("skip")
        both = len(passed & reference)
        own = {case: why for case, why in ours.own().items() if case in reference}
        row = (theirs.count, len(reference), both,
               len(reference - passed - skipped), len(skipped), len(own))
        sums = [a + b for a, b in zip(sums, row)]
        rows.append((name, *row, percent(both, len(reference)),
                     percent(both, len(reference) - len(own))))
        if ours.trouble:
            print(f"{name}: {ours.trouble}")
        if options.failures:
            for case in sorted(reference - passed):
                word, detail = ours.cases.get(case, ("missing", ""))
                print(f"    {word} {case}: {detail}")
        if options.update:
            write_passing(name, passed & reference)
            write_own(name, own)
        sys.stdout.flush()
    rows.append(("all", *sums, percent(sums[2], sums[1]),
                 percent(sums[2], sums[1] - sums[5])))
    print_table(rows)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", help="test_int, test_dict, ...")
    parser.add_argument("--polygil", required=True)
    parser.add_argument("--group", default="", help="A,B: files of groups.txt")
    parser.add_argument("--reference", metavar="FOLDER",
                        help="where CPython's results are kept")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=300.0,
                        help="seconds a file may take")
    parser.add_argument("--case-timeout", type=float, default=100.0,
                        help="seconds a case may take before it counts as hanging")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    interpreter = shlex.split(options.polygil)
    interpreter[0] = os.path.abspath(
        shutil.which(interpreter[0]) or interpreter[0])
    names = [os.path.basename(n).removesuffix(".py").removeprefix("test.")
             for n in options.files]
    groups = read_groups()
    for group in filter(None, options.group.split(",")):
        names += groups[group]
    if not names and options.check:
        names = sorted(n[:-4] for n in os.listdir(PASSING) if n.endswith(".txt"))
    names = names or groups["core"]

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        def run_ours(files):
            return pool.map(lambda n: run_file(interpreter, n, options.timeout,
                                               options.case_timeout), files)

        def run_theirs(files):
            return pool.map(
                lambda n: run_reference(n, options.timeout, options.case_timeout,
                                        options.reference), files)
        if options.check:
            return 1 if check(names, run_ours) else 0
        compare(names, run_ours, run_theirs, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
