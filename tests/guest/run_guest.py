#!/usr/bin/python3.11
"""Runs the guest programs and compares what they do with what CPython 3.11 does.

Every program `FOLDER/NAME.py` has its expectation beside it in
`FOLDER/NAME.expected`: the exit status, standard output and standard error of
CPython 3.11. The expectation is generated (`--update`) and committed, so that a
run needs the interpreter under test only.

A program may open with directives, one a line, before any other line:

    # tags: threads processes     subjects that `--tag` selects
    # options: -O -W error        interpreter options before the program
    # args: one "two words"       arguments after the program
    # stdin: 'text\\n'            what standard input holds (a string literal)
    # env: NAME=value             additions to the environment
    # command: -c "print(1)"      the whole command line after the interpreter
                                  ({program} and {folder} are replaced, \\n is a line end)

Each program runs in a fresh empty folder with a small fixed environment
(PYTHONHASHSEED=0, UTF-8). In all that is compared its own folder is written
<folder>, the fresh one <cwd>, the interpreter's path <interpreter>, and the address
of an object 0x<address>.

    run_guest.py --polygil PATH [--jobs N] [--tag TAG] [FILTER ...]
    run_guest.py --differential [FILTER ...]      expectations against CPython itself
    run_guest.py --update [FILTER ...]            rewrite the expectations

A FILTER is a folder, a path, or a part of `folder/name`.
"""

import argparse
import ast
import concurrent.futures
import difflib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# Bazel runs this through symbolic links; programs see real paths.
HERE = os.path.dirname(os.path.realpath(__file__))
CPYTHON = "/usr/bin/python3.11"
DIRECTIVE = re.compile(r"#\s*(tags|options|args|stdin|env|command):\s*(.*)$")
ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")
PASSED_ON = re.compile(r"(POLYGIL|ASAN|UBSAN|TSAN|LSAN|LLVM)_?\w*$")


class Program:
    """A guest program with its directives."""

    def __init__(self, path):
        self.path = path
        self.folder = os.path.dirname(path)
        self.name = os.path.join(
            os.path.basename(self.folder), os.path.basename(path)[:-3])
        self.expected_path = path[:-3] + ".expected"
        self.directives = {}
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            for line in file:
                found = DIRECTIVE.match(line)
                if not found:
                    break
                self.directives[found[1]] = found[2].strip()
        self.tags = self.directives.get("tags", "").split()

    def command(self, interpreter):
        """The command line that runs the program on `interpreter`."""
        words = list(interpreter)
        if "command" in self.directives:
            replaced = self.directives["command"].replace(
                "{program}", self.path).replace("{folder}", self.folder)
            return words + shlex.split(replaced.replace("\\n", "\n"))
        words += shlex.split(self.directives.get("options", ""))
        words.append(self.path)
        return words + shlex.split(self.directives.get("args", ""))

    def standard_input(self):
        literal = self.directives.get("stdin")
        return ast.literal_eval(literal).encode() if literal else b""

    def environment(self):
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": "/nonexistent",
        }
        for name, value in os.environ.items():
            if PASSED_ON.match(name):
                environment[name] = value
        for setting in shlex.split(self.directives.get("env", "")):
            name, _, value = setting.partition("=")
            environment[name] = value
        return environment


class Outcome:
    """What a run did: exit status, output, errors; or that it ran too long."""

    def __init__(self, status, stdout, stderr, timed_out=False):
        self.status = status
        self.stdout = stdout
        self.stderr = stderr
        self.timed_out = timed_out

    def text(self):
        """The form in which an outcome is committed and compared."""
        parts = [f"exit {self.status}\n"]
        for title, content in ("stdout", self.stdout), ("stderr", self.stderr):
            if content and not content.endswith("\n"):
                parts.append(f"--- {title} (no newline at end)\n{content}\n")
            elif content:
                parts.append(f"--- {title}\n{content}")
        return "".join(parts)


def run(program, interpreter, timeout):
    """Runs `program` once and returns its Outcome, paths made neutral."""
    with tempfile.TemporaryDirectory(prefix="guest") as scratch:
        scratch = os.path.realpath(scratch)
        process = subprocess.Popen(
            program.command(interpreter), cwd=scratch,
            env=program.environment(), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        timed_out = False
        try:
            stdout, stderr = process.communicate(
                program.standard_input(), timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
            kill_session(process.pid)
            stdout, stderr = process.communicate()
        finally:
            kill_session(process.pid)

    def neutral(data):
        text = data.decode("utf-8", "backslashreplace")
        text = text.replace(program.folder, "<folder>")
        text = text.replace(interpreter[0], "<interpreter>")
        text = ADDRESS.sub(" at 0x<address>", text)
        return text.replace(scratch, "<cwd>")

    return Outcome(process.returncode, neutral(stdout), neutral(stderr),
                   timed_out)


def kill_session(pid):
    """Ends whatever the process left behind in its session."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def collect(filters, tags, without):
    """The programs that the filters and tags select, in order of name."""
    programs = []
    for folder in sorted(os.listdir(HERE)):
        path = os.path.join(HERE, folder)
        if not os.path.isdir(path) or folder.startswith((".", "_")):
            continue
        for name in sorted(os.listdir(path)):
            # A leading underscore marks what programs import.
            if name.endswith(".py") and not name.startswith("_"):
                programs.append(Program(os.path.join(path, name)))
    if filters:
        programs = [p for p in programs
                    if any(matches(p, one) for one in filters)]
    if tags:
        programs = [p for p in programs if set(tags) & set(p.tags)]
    return [p for p in programs if not set(without) & set(p.tags)]


def matches(program, text):
    text = text.rstrip("/")
    if text.endswith(".py"):
        text = text[:-3]
    folder = program.name.split("/")[0]
    if text in (folder, program.name):
        return True
    if text in {p for p in os.listdir(HERE)}:
        return False  # the name of a folder selects that folder only
    return text in program.name or os.path.abspath(text) == program.path[:-3]


def check_names(programs):
    """Refuses names that would hide a module of the standard library."""
    for program in programs:
        stem = os.path.basename(program.name)
        if stem in sys.stdlib_module_names:
            sys.exit(f"run_guest: {program.name} hides the module {stem}")


def difference(expected, found, limit):
    lines = list(difflib.unified_diff(
        expected.splitlines(), found.splitlines(), "expected", "found",
        n=1, lineterm=""))[2:]
    if len(lines) > limit:
        lines = lines[:limit] + [f"... {len(lines) - limit} more lines"]
    return "\n".join("    " + line for line in lines)


def judge(program, interpreter, options):
    """Runs and compares; returns (passed, report, seconds)."""
    started = time.monotonic()
    outcome = run(program, interpreter, options.timeout)
    seconds = time.monotonic() - started
    if options.update:
        if outcome.timed_out:
            return False, "    timed out", seconds
        with open(program.expected_path, "w", encoding="utf-8") as file:
            file.write(outcome.text())
        return True, "", seconds
    if not os.path.exists(program.expected_path):
        return False, "    has no expectation (make one with --update)", seconds
    with open(program.expected_path, encoding="utf-8", newline="") as file:
        expected = file.read()
    if outcome.timed_out:
        return False, f"    no end after {options.timeout:g} s", seconds
    if outcome.text() == expected:
        return True, "", seconds
    return False, difference(expected, outcome.text(), options.lines), seconds


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("filters", nargs="*", metavar="FILTER")
    parser.add_argument("--polygil", metavar="PATH",
                        help="the interpreter under test (may hold options)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--tag", action="append", default=[])
    parser.add_argument("--without-tag", action="append", default=[])
    parser.add_argument("--timeout", type=float, default=60.0,
                        help="seconds a program may take")
    parser.add_argument("--lines", type=int, default=12,
                        help="lines of difference shown for a failure")
    parser.add_argument("--differential", action="store_true",
                        help="check the expectations against CPython 3.11")
    parser.add_argument("--update", action="store_true",
                        help="rewrite the expectations from CPython 3.11")
    parser.add_argument("--quiet", action="store_true",
                        help="name failures without their differences")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def main():
    # A shell ignores SIGINT in what it runs in the background; the programs must not inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    options = parse_arguments()
    programs = collect(options.filters, options.tag, options.without_tag)
    check_names(programs)
    if options.list:
        print("\n".join(p.name for p in programs))
        return 0
    if not programs:
        sys.exit("run_guest: nothing selected")
    if options.differential or options.update:
        interpreter = [CPYTHON]
    elif options.polygil:
        interpreter = shlex.split(options.polygil)
        interpreter[0] = os.path.abspath(
            shutil.which(interpreter[0]) or interpreter[0])
    else:
        sys.exit("run_guest: --polygil PATH is needed")

    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        judged = pool.map(lambda p: judge(p, interpreter, options), programs)
        for program, (good, report, seconds) in zip(programs, judged):
            if good:
                passed += 1
                continue
            failed += 1
            print(f"FAILED {program.name} ({seconds:.1f} s)")
            if report and not options.quiet:
                print(report)
            sys.stdout.flush()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
