#!/usr/bin/python3.11
"""Checks that every include edge of the repository points down.

Usage: check_includes.py [ROOT]

ROOT is the top of a checkout; without it, the checkout that this file belongs
to. Prints one line for each edge that breaks a rule, and exits with 1 when there
is any. The rules are the tables below; README.md of the top folders say why.
"""

import os
import re
import sys

# The package that a file belongs to is the longest of these that its path starts
# with. An include may go to the same package or to one of a lower layer.
LAYERS = {
    "gil": 0,
    "runtime/base": 0,
    "pvm/bytecode": 0,
    "runtime/object": 1,
    "runtime/library": 2,
    "compiler": 1,
    "runtime/protocol": 2,
    "runtime/types": 2,
    "pvm": 3,
    "runtime/modules": 4,
    "mp": 4,
    "mp/objects": 5,  # native modules: written with the headers of runtime/modules
    "runtime/host": 6,
    "tools": 7,
    "tests": 7,
}

# Packages of one layer that may include each other: they are one link unit.
ONE_LINK_UNIT = {"runtime/protocol", "runtime/types"}

# Packages that may include less than their layer would allow.
ONLY = {
    "compiler": {"compiler", "runtime/base", "pvm/bytecode"},
}

# Libraries that only some packages may include, by the prefix of the include.
# An empty set: nobody may.
LIBRARIES = {
    "boost/": {"mp"},
    "gmp.h": {"runtime/base"},
    "absl/log/": set(),  # It defines the same names as glog.
}

SUFFIXES = (".cc", ".h", ".def", ".inc")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)


def package_of(path):
    """The package of a path relative to the root, or None."""
    best = None
    for package in LAYERS:
        if path.startswith(package + "/") and (best is None or len(package) > len(best)):
            best = package
    return best


def source_files(root):
    """Paths, relative to the root, of the sources that the rules hold for."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            f for f in folders if not f.startswith(".") and not f.startswith("bazel-")
        )
        for name in sorted(names):
            if name.endswith(SUFFIXES):
                yield os.path.relpath(os.path.join(folder, name), root)


def includes(path):
    """Yields (line, included path) for each include of a file."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match[1] or match[2]


def complaint(source, included):
    """Says what is wrong with an edge, or returns None."""
    here = package_of(source)
    for prefix, allowed in LIBRARIES.items():
        if included.startswith(prefix):
            if here in allowed:
                return None
            return f"only {', '.join(sorted(allowed)) or 'nobody'} may include {prefix}"
    there = package_of(included)
    if there is None or here == there:
        return None
    if here in ONLY and there not in ONLY[here]:
        return f"{here} may include only {', '.join(sorted(ONLY[here]))}"
    if LAYERS[there] < LAYERS[here] or {here, there} <= ONE_LINK_UNIT:
        return None
    direction = "sideways" if LAYERS[there] == LAYERS[here] else "up"
    return f"points {direction}: {here} is in layer {LAYERS[here]}, {there} in layer {LAYERS[there]}"


def check(root):
    """Returns (complaints, number of files, number of edges) of a tree."""
    complaints = []
    files = edges = 0
    for source in source_files(root):
        files += 1
        if package_of(source) is None:
            complaints.append(f"{source}: belongs to no package of the layer table")
            continue
        for line, included in includes(os.path.join(root, source)):
            edges += 1
            what = complaint(source, included)
            if what:
                complaints.append(f"{source}:{line}: {included}: {what}")
    return complaints, files, edges


def main(arguments):
    here = os.path.dirname(os.path.realpath(__file__))
    root = arguments[0] if arguments else os.path.dirname(os.path.dirname(here))
    complaints, files, edges = check(root)
    for line in complaints:
        print(line)
    print(f"{files} files, {edges} includes, {len(complaints)} against the layers")
    if not files:
        print(f"{root}: no sources found")
    return 1 if complaints or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
