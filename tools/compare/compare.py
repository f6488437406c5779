"""polygil compare JOB.py [--workers N] [--repeat R] [--json FILE]

Runs one CPU-bound job serially, on threads and on worker processes, checks that the three give
the same results, and says which of them serves the job.

A job file defines
    items()           the list of work; work() and its results must survive being sent to a process
    work(item)        one CPU-bound unit; returns a value
    combine(results)  optional; gets the list of all results at the end
"""

import argparse
import importlib.util
import json
import multiprocessing
import math
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import traceback

try:
    import _polygil
except ImportError:  # another interpreter: everything but the GIL figures can be measured
    _polygil = None

MODES = ("serial", "threads", "processes")


class JobError(Exception):
    """The job is at fault; the text says how."""


# -- The job ---------------------------------------------------------------------------------------


def load_job(path):
    """The job file as a module. Its own errors are shown as its own traceback."""
    if not os.path.isfile(path):
        raise JobError(f"can't open job file {path!r}: No such file")
    name = os.path.splitext(os.path.basename(path))[0]
    if name in sys.stdlib_module_names:  # the job must not take the place of a module of the library
        name = "job_" + name
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None:
        raise JobError(f"{path!r} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    for function in ("items", "work"):
        if not callable(getattr(module, function, None)):
            raise JobError(f"{path} defines no function {function}()")
    return module


def print_job_traceback(error, path):
    """The traceback without the frames of this tool, and of the machinery that loads the job."""
    wanted = os.path.abspath(path)
    trace = error.__traceback__
    while trace is not None and os.path.abspath(trace.tb_frame.f_code.co_filename) != wanted:
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)


# -- Measuring -------------------------------------------------------------------------------------


def pss_bytes(pid):
    """Proportional set size: memory shared by n processes counts 1/n in each."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def cpu_seconds():
    """User and system time of this process and of the children it has waited for."""
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def starved_seconds():
    """How long this thread has been ready to run while other programs had the CPU, or None."""
    try:
        with open(f"/proc/self/task/{threading.get_native_id()}/schedstat") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return None


def gil_wait_ns():
    """Time that all threads so far have spent waiting for the GIL, or None if unknown."""
    if _polygil is None:
        return None
    return _polygil.gil_statistics()["waited_ns"]


class Progress:
    """A line on the terminal while a run goes on."""

    def __init__(self, label, total):
        self.label, self.total, self.done, self.shown = label, total, 0, 0.0
        self.active = sys.stderr.isatty()

    def show(self, done):
        now = time.monotonic()
        if self.active and (now - self.shown > 0.1 or done == self.total):
            self.shown = now
            width = 30 * done // max(self.total, 1)
            bar = "#" * width + "." * (30 - width)
            sys.stderr.write(f"\r{self.label:<10} [{bar}] {done}/{self.total}")
            sys.stderr.flush()

    def clear(self):
        if self.active:
            sys.stderr.write("\r" + " " * 70 + "\r")
            sys.stderr.flush()


class Peak:
    """Largest total PSS of some processes, looked at now and then.

    The kernel walks all page tables for a look: the pauses grow with its cost, to 2 % of a CPU.
    """

    INTERVAL = 0.05

    def __init__(self):
        self.bytes, self.next = 0, 0.0

    def look(self, pids, force=False):
        if force or time.monotonic() > self.next:
            cost = time.thread_time()
            self.bytes = max(self.bytes, sum(map(pss_bytes, pids)))
            cost = time.thread_time() - cost
            self.next = time.monotonic() + max(self.INTERVAL, 50 * cost)


# -- The three ways --------------------------------------------------------------------------------


def run_serial(job, items, workers, progress, peak):
    results = []
    for item in items:
        results.append(job.work(item))
        peak.look([os.getpid()])
        progress.show(len(results))
    return results, {}


def run_threads(job, items, workers, progress, peak):
    results = [None] * len(items)
    pending = iter(range(len(items)))
    lock = threading.Lock()
    errors = []

    def worker():
        while not errors:
            with lock:
                index = next(pending, None)
            if index is None:
                return
            try:
                results[index] = job.work(items[index])
            except BaseException as error:  # carried to the main thread
                errors.append(error)
            progress.done += 1

    before = gil_wait_ns()
    threads = [threading.Thread(target=worker, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    # This thread only looks on: were it woken for every item, it would take the GIL each time.
    for thread in threads:
        while thread.is_alive():
            thread.join(Peak.INTERVAL)
            peak.look([os.getpid()])
            progress.show(progress.done)
    if errors:
        raise errors[0]
    after = gil_wait_ns()
    return results, {"gil_wait_ns": None if before is None else after - before}


def run_processes(job, items, workers, progress, peak):
    results = []
    # Ctrl-C is the parent's affair.
    with multiprocessing.Pool(workers, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        pending = pool.imap(job.work, items)
        while len(results) < len(items):
            try:
                results.append(pending.next(timeout=Peak.INTERVAL))
                progress.show(len(results))
            except multiprocessing.TimeoutError:
                pass
            peak.look([os.getpid()] + [child.pid for child in multiprocessing.active_children()])
        statistics = pool.stats() if hasattr(pool, "stats") else {}
        pool.close()
        pool.join()
    moved = None
    if "bytes_sent" in statistics:
        moved = statistics["bytes_sent"] + statistics["bytes_received"]
    return results, {"moved": moved}


RUNNERS = {"serial": run_serial, "threads": run_threads, "processes": run_processes}


class Reference:
    """The results of the first run, which all others are held against.

    They are kept in a file, as the processes would send them: in memory they would count in the
    peak of every later run.
    """

    def __init__(self, items, results):
        self.items = items
        self.file = tempfile.TemporaryFile(prefix="polygil-compare-")
        for item, result in zip(items, results):
            try:
                pickle.dump(result, self.file, pickle.HIGHEST_PROTOCOL)
            except Exception as error:
                raise JobError(f"the result of work({shorten(item)}) can't be sent to another process: {error}")
        self.file.flush()

    def load(self):
        """Yields the results, one at a time."""
        self.file.seek(0)
        for _ in self.items:
            yield pickle.load(self.file)

    def check(self, mode, results):
        """Raises JobError if a result is not the one of the first run."""
        for item, expected, got in zip(self.items, self.load(), results):
            # What is never equal to anything, such as a NaN, may still be the same.
            if expected != got and (pickle.dumps(expected, pickle.HIGHEST_PROTOCOL)
                                    != pickle.dumps(got, pickle.HIGHEST_PROTOCOL)):
                raise JobError(
                    f"work({shorten(item)}) gave another result with {mode} than serially: "
                    f"the job depends on shared state or on chance, so its times can't be compared")


def run_once(mode, job, items, workers):
    """The results of one run, and its figures as a dictionary."""
    progress, peak = Progress(mode, len(items)), Peak()
    cpu, starved, wall = cpu_seconds(), starved_seconds(), time.perf_counter()
    try:
        results, extra = RUNNERS[mode](job, items, workers, progress, peak)
        wall = time.perf_counter() - wall
        cpu = cpu_seconds() - cpu
        if starved is not None:
            starved = min(1.0, (starved_seconds() - starved) / wall)
        peak.look([os.getpid()], force=True)
    finally:
        progress.clear()
    waited = extra.get("gil_wait_ns")
    share = None if waited is None else min(1.0, waited / 1e9 / (wall * workers))
    return results, {"wall": wall, "cpu": cpu, "gil_wait_share": share, "moved": extra.get("moved"),
                     "peak_pss": peak.bytes, "starved_share": starved}


# Without --repeat, runs are repeated until they have taken this long together: what disturbs a
# short run for a moment would decide the comparison.
LONG_ENOUGH_SECONDS = 2.0
MOST_REPEATS = 5


def measure(job, items, workers, repeat):
    """The figures of the fastest run of each mode, the number of runs, and the results' Reference.

    `repeat` is the number of runs, or None to choose it by the time that the first one takes.
    """
    best, reference = {}, None
    for mode in MODES:
        runs = 0
        while repeat is None or runs < repeat:
            results, figures = run_once(mode, job, items, workers)
            runs += 1
            if reference is None:
                reference = Reference(items, results)
            else:
                reference.check(mode, results)
            del results
            if repeat is None:
                ran = figures["wall"] * (1 - (figures["starved_share"] or 0))
                repeat = max(1, min(MOST_REPEATS, math.ceil(LONG_ENOUGH_SECONDS / max(ran, 1e-6))))
            if mode not in best or figures["wall"] < best[mode]["wall"]:
                best[mode] = figures
    return best, repeat, reference


def shorten(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


# -- Saying it -------------------------------------------------------------------------------------


def size_text(count):
    if count is None:
        return "-"
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024 or unit == "GiB":
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024


def verdict(figures, workers):
    """One sentence with the reason."""
    threads, processes = figures["threads"], figures["processes"]
    share = threads.get("gil_wait_share")
    waiting = f", since they waited {share:.0%} of their time for the GIL" if share and share > 0.1 else ""
    if processes["speedup"] < 1.1 and threads["speedup"] < 1.1:
        if figures["serial"]["wall"] < 0.05:
            return "Stay serial: the whole job takes less time than starting workers is worth."
        return (f"Stay serial: processes gain {processes['speedup']:.2f}x and threads {threads['speedup']:.2f}x"
                f"{waiting}; are {workers} CPUs free?")
    if processes["speedup"] >= threads["speedup"] * 1.1:
        return (f"Use processes: {processes['speedup']:.2f}x as fast as serial with {workers} workers, "
                f"while threads reach {threads['speedup']:.2f}x{waiting}.")
    if threads["speedup"] >= processes["speedup"] * 1.1:
        return (f"Use threads: {threads['speedup']:.2f}x as fast as serial with {workers} threads against "
                f"{processes['speedup']:.2f}x with processes; work() spends its time where the GIL is released.")
    return (f"Use threads: {threads['speedup']:.2f}x against {processes['speedup']:.2f}x with processes, "
            f"and nothing has to be copied.")


def warning(figures):
    """A second sentence, if other programs disturbed the measurement."""
    share = figures["serial"]["starved_share"]
    if share is None or share < 0.1:
        return None
    return (f"The machine was busy: the serial run waited {share:.0%} of its time for a CPU. "
            f"Measure again when other programs rest.")


def table(figures):
    header = ("", "wall s", "CPU s", "speed-up", "efficiency", "GIL wait", "moved", "peak PSS")
    rows = [header]
    for mode in MODES:
        f = figures[mode]
        share = f.get("gil_wait_share")
        rows.append((mode, f"{f['wall']:.3f}", f"{f['cpu']:.3f}", f"{f['speedup']:.2f}x", f"{f['efficiency']:.0%}",
                     "-" if share is None else f"{share:.0%}", size_text(f["moved"]), size_text(f["peak_pss"])))
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def main(argv=None):
    parser = argparse.ArgumentParser(
        prog="polygil compare",
        description="Run a job serially, on threads and on processes, and compare them.",
        epilog="JOB.py defines items(), work(item) and optionally combine(results).")
    parser.add_argument("job", metavar="JOB.py")
    parser.add_argument("--workers", type=positive, metavar="N", help="threads and processes (default: CPUs available)")
    parser.add_argument("--repeat", type=positive, metavar="R",
                        help=f"take the fastest of R runs (default: as many as take {LONG_ENOUGH_SECONDS:.0f} s, "
                             f"1 to {MOST_REPEATS})")
    parser.add_argument("--json", metavar="FILE", help="write all figures there; - is standard output")
    options = parser.parse_args(argv)
    workers = options.workers or len(os.sched_getaffinity(0))

    try:
        job = load_job(options.job)
        items = list(job.items())
        if not items:
            raise JobError(f"items() of {options.job} is empty: there is nothing to compare")
        figures, repeat, reference = measure(job, items, workers, options.repeat)
        for mode in MODES:
            f = figures[mode]
            f["speedup"] = figures["serial"]["wall"] / f["wall"]
            f["efficiency"] = f["speedup"] / (1 if mode == "serial" else workers)
        combined = job.combine(list(reference.load())) if hasattr(job, "combine") else None
    except JobError as error:
        print(f"polygil compare: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("polygil compare: interrupted", file=sys.stderr)
        return 130
    except Exception as error:
        print_job_traceback(error, options.job)
        return 1

    sentence, disturbed = verdict(figures, workers), warning(figures)
    if options.json != "-":
        if combined is not None:
            print(combined)
        print(f"{options.job}: {len(items)} items, {workers} workers, fastest of {repeat}, results equal\n")
        print(table(figures))
        print(f"\n{sentence}")
        if disturbed:
            print(disturbed)
    if options.json:
        report = {"format": 1, "job": options.job, "items": len(items), "workers": workers,
                  "repeat": repeat, "modes": figures, "verdict": sentence,
                  "warning": disturbed}
        return write_json(report, options.json)
    return 0


def write_json(report, path):
    """Times are in seconds, sizes in bytes, shares from 0 to 1; null: not known or not measured."""
    text = json.dumps(report, indent=2) + "\n"
    if path == "-":
        sys.stdout.write(text)
        return 0
    try:
        with open(path, "w") as file:
            file.write(text)
    except OSError as error:
        print(f"polygil compare: can't write {path}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
