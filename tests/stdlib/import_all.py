#!/usr/bin/python3.11
"""Imports every module of the standard library, each in a process of its own.

    import_all.py --polygil bazel-bin/tools/polygil
    import_all.py --polygil bazel-bin/tools/polygil json xml     names that begin so
    import_all.py --polygil /usr/bin/python3.11 --list           what doesn't import, as in the list

`not_imported.txt` names the modules that don't import and why: `platform` for
those that CPython on Linux refuses too, `cpython` for what is part of CPython
itself, or the native module that is left for later, which the ImportError must
name. Everything else imports.
"""

import argparse
import concurrent.futures
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = "/usr/lib/python3.11"
NATIVE = os.path.join(LIBRARY, "lib-dynload")
LIST = os.path.join(HERE, "not_imported.txt")
# Programs, tests and demonstrations rather than modules; antigravity opens a browser.
LEFT_OUT_FOLDERS = {"test", "tests", "idlelib", "turtledemo", "lib-dynload", "dist-packages",
                    "site-packages", "__pycache__"}
LEFT_OUT = {"antigravity"}
REASONS = {"platform", "cpython"}
TIMEOUT = 60


def module_names():
    names = set(sys.builtin_module_names)
    names.update(file.partition(".")[0] for file in os.listdir(NATIVE))
    for folder, folders, files in os.walk(LIBRARY):
        parts = os.path.relpath(folder, LIBRARY).split(os.sep)
        parts = [] if parts == ["."] else parts
        if parts and "__init__.py" not in files:
            folders[:] = []
            continue
        folders[:] = [f for f in folders if f not in LEFT_OUT_FOLDERS]
        for file in files:
            if file.endswith(".py") and file != "__main__.py":
                words = parts + [file[:-3]]
                names.add(".".join(words[:-1] if words[-1] == "__init__" else words))
    return sorted(n for n in names - LEFT_OUT
                  if all(word.isidentifier() for word in n.split(".")))


def read_list():
    """{module: reason}"""
    reasons = {}
    with open(LIST, encoding="utf-8") as file:
        for line in file:
            line = line.partition("#")[0].strip()
            if line:
                name, reason = line.split()
                reasons[name] = reason
    return reasons


def import_one(interpreter, name):
    """What went wrong, or an empty text. Without site: packages on the machine may change the library by .pth files."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent",
                   "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [interpreter, "-S", "-W", "ignore", "-c", f"import os, {name}"], env=environment, timeout=TIMEOUT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", check=False)
    except subprocess.TimeoutExpired:
        return "no end"
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0:
        return lines[-1] if lines else f"exit {done.returncode}"
    return ""


def verdict(name, wrong, reason):
    """Why the outcome isn't the expected one, or None."""
    if reason is None:
        return wrong or None
    if not wrong:
        return f"imports, but is listed with {reason}"
    refused = wrong.startswith(("ImportError", "ModuleNotFoundError"))
    return None if refused and (reason in REASONS or reason in wrong) else wrong


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefixes", nargs="*")
    parser.add_argument("--polygil", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="print what doesn't import")
    options = parser.parse_args()
    names = [n for n in module_names()
             if not options.prefixes or n.startswith(tuple(options.prefixes))]
    reasons = {} if options.list else read_list()
    bad = imported = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        outcomes = pool.map(lambda n: import_one(options.polygil, n), names)
        for name, wrong in zip(names, outcomes):
            imported += not wrong
            if options.list:
                if wrong:
                    print(name, "#", wrong)
                continue
            trouble = verdict(name, wrong, reasons.get(name))
            if trouble:
                bad += 1
                print(f"{name}: {trouble}", flush=True)
    print(f"{imported} of {len(names)} modules import, {bad} not as expected")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
