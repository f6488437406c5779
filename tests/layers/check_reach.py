#!/usr/bin/python3.11
"""Checks that the build targets of a package reach only what its layer allows.

Usage: check_reach.py PACKAGE FILE

FILE holds one label a line: everything that the package's targets depend on.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
sys.dont_write_bytecode = True

import check_includes  # noqa: E402


def strays(package, labels):
    """The labels that `package` may not depend on, each with the reason."""
    for label in labels:
        if not label.startswith("//"):
            continue  # System libraries: their includes are checked.
        what = check_includes.complaint(package + "/", label[2:].replace(":", "/"))
        if what:
            yield f"{label}: {what}"


def main(arguments):
    package, path = arguments
    with open(path, encoding="utf-8") as file:
        labels = file.read().split()
    found = list(strays(package, labels))
    for line in found:
        print(line)
    print(f"{package}: {len(labels)} labels, {len(found)} against the layers")
    return 1 if found or not labels else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
