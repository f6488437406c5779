"""networkx's own tests, run by pytest."""

import os
import sys

import networkx
import pytest


class Counter:
    """Says what each file's cases did."""

    def __init__(self):
        self.files = {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or report.outcome != "passed":
            counts = self.files.setdefault(report.nodeid.split("::")[0], {})
            counts[report.outcome] = counts.get(report.outcome, 0) + 1
            if report.outcome == "failed":
                counts.setdefault("names", []).append(report.nodeid.split("::", 1)[1])


counter = Counter()
root = os.path.dirname(networkx.__file__)
saved = os.dup(1)
os.dup2(os.open("output", os.O_RDWR | os.O_CREAT), 1)
status = pytest.main(["-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", root, "--tb=no", *(
    os.path.join(root, *parts) for parts in (("classes",), ("generators",), ("readwrite",), ("tests",), ("utils",),
                                             ("algorithms", "tests"), ("algorithms", "shortest_paths"),
                                             ("algorithms", "flow"), ("algorithms", "traversal")))], [counter])
sys.stdout.flush()
os.dup2(saved, 1)
for name, counts in sorted(counter.files.items()):
    print(name, sorted(counts.items()))
print(status)
