#!/usr/bin/python3.11
"""Compares interpreters on the benchmark programs, in one go.

    run_bench.py --interpreters polygil=bazel-bin/tools/polygil,python3.11,pypy3
    run_bench.py --filter nbody,dict --rounds 9 --markdown
    run_bench.py --callgrind --scale 0.05        instructions instead of seconds

Every program is first run once by every interpreter and must print what the
first CPython in the list prints (a checksum); an interpreter that prints
something else has no time there. Then the interpreters take turns, `--rounds`
times, so that a slow minute of the machine hits all of them. Compared are the
seconds of user and system time of the fastest (or `--median`) round; the ratio
is CPython's time over the interpreter's: above 1 is faster than CPython. `startup` and
`startup_imports` time an empty program and an import of a few modules.
"""

import argparse
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
# Programs whose work grows with a power of the size: scaled by its logarithm.
EXPONENTIAL = {"binary_trees": 2.0, "queens": 5.0}
STARTUP_REPEATS = 10
TIME = "/usr/bin/time"
STARTUP = {
    "startup": ["-c", "pass"],
    "startup_imports": [
        "-c", "import argparse, collections, dataclasses, json, re, typing"],
}


class Interpreter:
    def __init__(self, text):
        name, _, path = text.rpartition("=")
        words = path.split()
        path = shutil.which(words[0]) or words[0]
        self.command = [os.path.abspath(path)] + words[1:]
        self.name = name or os.path.basename(words[0])
        if not os.access(self.command[0], os.X_OK):
            sys.exit(f"run_bench: {self.command[0]} cannot be run")


class Benchmark:
    """A program (or a start-up command) with its arguments."""

    def __init__(self, name, scale):
        self.name = name
        self.repeats = 1
        if name in STARTUP:
            self.arguments = STARTUP[name]
            self.repeats = STARTUP_REPEATS
            return
        path = os.path.join(PROGRAMS, name + ".py")
        self.arguments = [path]
        if scale != 1.0:
            with open(path, encoding="utf-8") as file:
                size = int(re.search(r"> 1 else (\d+)", file.read())[1])
            if name in EXPONENTIAL:
                size += round(math.log(scale, EXPONENTIAL[name]))
            else:
                size = round(size * scale)
            self.arguments.append(str(max(size, 4)))


class Measured:
    def __init__(self, seconds, output, status):
        self.seconds = seconds
        self.output = output
        self.status = status


def environment():
    kept = {name: value for name, value in os.environ.items()
            if name.startswith(("POLYGIL", "PYPY"))}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0", "HOME": "/nonexistent",
            "PYTHONDONTWRITEBYTECODE": "1", **kept}


def run(command, timeout):
    """Runs to the end; returns what it used and printed."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, env=environment())
        watch = subprocess.Popen(
            ["/bin/sh", "-c", f"sleep {timeout:g}; kill -9 {process.pid}"],
            start_new_session=True, stderr=subprocess.DEVNULL)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            os.killpg(watch.pid, 9)
            watch.wait()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    return Measured(usage.ru_utime + usage.ru_stime, text, process.returncode)


def time_once(interpreter, benchmark, timeout):
    """Seconds of one round."""
    seconds = sum(run(interpreter.command + benchmark.arguments, timeout).seconds
                  for _ in range(benchmark.repeats))
    return seconds / benchmark.repeats


def peak_memory(interpreter, benchmark, timeout):
    """Peak resident kilobytes of one run, or None without time(1).

    A process inherits the peak of the one that started it, so a small one,
    time(1), stands between this process and the interpreter.
    """
    if not os.access(TIME, os.X_OK):
        return None
    with tempfile.NamedTemporaryFile("r") as report:
        run([TIME, "-f", "%M", "-o", report.name] + interpreter.command
            + benchmark.arguments, timeout)
        words = report.read().split()
    return int(words[-1]) if words and words[-1].isdigit() else None


def count_instructions(interpreter, benchmark, timeout):
    """Instructions under callgrind, in millions."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    one = run(command + interpreter.command + benchmark.arguments, timeout * 100)
    found = re.search(r"Collected\s*:\s*(\d+)", one.output)
    return int(found[1]) / 1e6 if found else None


def check_outputs(benchmark, interpreters, reference, options):
    """Which interpreters print what the reference prints."""
    expected = run(reference.command + benchmark.arguments, options.timeout)
    if expected.status != 0:
        sys.exit(f"run_bench: {benchmark.name} fails on {reference.name}:\n"
                 + expected.output)
    good = [reference]
    for interpreter in interpreters:
        if interpreter is reference:
            continue
        found = run(interpreter.command + benchmark.arguments, options.timeout)
        if found.status == 0 and found.output == expected.output:
            good.append(interpreter)
        else:
            last = (found.output.strip().splitlines() or [""])[-1]
            print(f"{benchmark.name}: {interpreter.name} is WRONG "
                  f"(exit {found.status}): {last[:100]}", file=sys.stderr)
    return [i for i in interpreters if i in good]


def measure(benchmark, interpreters, reference, options):
    """{interpreter name: {"seconds" or "instructions", "kilobytes"}}."""
    good = check_outputs(benchmark, interpreters, reference, options)
    if options.callgrind:
        return {i.name: {"value": count_instructions(i, benchmark, options.timeout),
                         "kilobytes": None} for i in good}
    rounds = {i.name: [] for i in good}
    for number in range(options.rounds):
        # Turning the order round evens out what one run leaves to the next.
        for interpreter in good if number % 2 == 0 else reversed(good):
            rounds[interpreter.name].append(
                time_once(interpreter, benchmark, options.timeout))
    best = statistics.median if options.median else min
    return {i.name: {"value": best(rounds[i.name]),
                     "kilobytes": peak_memory(i, benchmark, options.timeout)}
            for i in good}


def geometric_mean(values):
    values = [v for v in values if v]
    if not values:
        return None
    return math.exp(sum(map(math.log, values)) / len(values))


def ratio(results, name, interpreter, reference):
    ours, theirs = (results[name].get(i.name) for i in (interpreter, reference))
    if not ours or not theirs or not ours["value"] or not theirs["value"]:
        return None
    return theirs["value"] / ours["value"]


def memory_mean(results, interpreter, reference):
    """Geometric mean of the peaks relative to the reference's, as text."""
    pairs = [[(one.get(i.name) or {}).get("kilobytes") for i in (interpreter, reference)]
             for one in results.values()]
    mean = geometric_mean(ours / theirs for ours, theirs in pairs if ours and theirs)
    return f"{mean:.2f}x" if mean else "-"


def row_cells(results, name, interpreters, reference, options):
    cells = [name]
    for interpreter in interpreters:
        one = results[name].get(interpreter.name)
        if not one or one["value"] is None:
            cells.append("wrong")
        elif options.callgrind:
            cells.append(f"{one['value']:.1f} M")
        else:
            cells.append(f"{one['value'] * 1000:.1f} ms")
    for interpreter in interpreters:
        if interpreter is not reference:
            value = ratio(results, name, interpreter, reference)
            cells.append(f"{value:.2f}x" if value else "-")
    if not options.callgrind:
        for interpreter in interpreters:
            one = results[name].get(interpreter.name)
            known = one and one["kilobytes"]
            cells.append(f"{known / 1024:.1f}" if known else "-")
    return cells


def table(results, interpreters, reference, options):
    """Rows of cells, the header first, the geometric means last."""
    unit = "instructions" if options.callgrind else "user+sys"
    others = [i for i in interpreters if i is not reference]
    header = ["program"] + [f"{i.name} {unit}" for i in interpreters]
    header += [f"{i.name} vs {reference.name}" for i in others]
    if not options.callgrind:
        header += [f"{i.name} MB" for i in interpreters]
    rows = [header]
    for name in results:
        rows.append(row_cells(results, name, interpreters, reference, options))
    means = ["geometric mean"] + [""] * len(interpreters)
    for interpreter in others:
        mean = geometric_mean(ratio(results, name, interpreter, reference)
                              for name in results if name not in STARTUP)
        means.append(f"{mean:.2f}x" if mean else "-")
    if not options.callgrind:
        means += [memory_mean(results, i, reference) for i in interpreters]
    rows.append(means)
    return rows


def print_table(rows, markdown):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("| " + " | ".join(cells) + " |" if markdown else "  ".join(cells))
        if number == 0 and markdown:
            print("|" + "|".join([":" + "-" * (widths[0] + 1)]
                                 + ["-" * (w + 1) + ":" for w in widths[1:]]) + "|")


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--interpreters", default="polygil=bazel-bin/tools/polygil,"
        "/usr/bin/python3.11,pypy3", help="[NAME=]PATH, separated by commas")
    parser.add_argument("--reference", default="python3.11",
                        help="name of the interpreter that is the measure")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--median", action="store_true",
                        help="the median round instead of the fastest")
    parser.add_argument("--filter", default="",
                        help="parts of program names, separated by commas")
    parser.add_argument("--scale", type=float, default=1.0,
                        help="factor on the size of every program")
    parser.add_argument("--timeout", type=float, default=120.0)
    parser.add_argument("--callgrind", action="store_true",
                        help="count instructions with valgrind, one round")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--json", metavar="FILE", help="write the results there")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def main():
    options = parse_arguments()
    names = sorted(name[:-3] for name in os.listdir(PROGRAMS)
                   if name.endswith(".py")) + list(STARTUP)
    wanted = [part for part in options.filter.split(",") if part]
    if wanted:
        names = [n for n in names if any(part in n for part in wanted)]
    if options.list:
        print("\n".join(names))
        return 0
    interpreters = [Interpreter(t) for t in options.interpreters.split(",")]
    reference = next((i for i in interpreters if i.name == options.reference), None)
    if reference is None:
        sys.exit(f"run_bench: no interpreter is named {options.reference}")
    results = {}
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        results[name] = measure(Benchmark(name, options.scale), interpreters,
                                reference, options)
    print_table(table(results, interpreters, reference, options), options.markdown)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"reference": reference.name,
                       "unit": "million instructions" if options.callgrind else "seconds",
                       "results": results}, file, indent=1)
    complete = all(len(r) == len(interpreters) for r in results.values())
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
