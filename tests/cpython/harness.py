"""Runs the cases of one test module and reports each on a line of its own.

    INTERPRETER harness.py MODULE REPORT [SKIPPED]

REPORT gets `start ID` before a case and `pass|skip|fail|error ID` after it, so that
whoever waits knows which case a crash or a hang belongs to; SKIPPED names a
file of cases to leave out (those that crashed before). Works as
`python -m unittest MODULE` does, load_tests and doctests included.
"""

import sys
import traceback
import unittest


class Report(unittest.TestResult):
    """Writes outcomes as they come; the first bad news of a case is kept."""

    def __init__(self, file, skipped):
        super().__init__()
        self.file = file
        self.skipped_ids = skipped
        self.seen = {}
        self.outcome = None
        self.name = None

    def say(self, word, name, detail=""):
        detail = " | " + detail if detail else ""
        print(word, name + detail, file=self.file, flush=True)

    def unique(self, test):
        """The id of a case; a second one of the same id gets a number."""
        name = " ".join(test.id().split())
        self.seen[name] = self.seen.get(name, 0) + 1
        return name if self.seen[name] == 1 else f"{name}#{self.seen[name]}"

    def startTest(self, test):
        super().startTest(test)
        self.name = self.unique(test)
        self.outcome = ("pass", "")
        self.say("start", self.name)

    def stopTest(self, test):
        super().stopTest(test)
        word, detail = self.outcome
        self.say(word, self.name, detail)
        self.name = None

    def note(self, word, error):
        detail = ""
        if error is not None:
            lines = traceback.format_exception_only(error[0], error[1])
            detail = " ".join("".join(lines).split())[:300]
        if self.name is None:
            self.say("broken", "outside of a case", detail)
        elif self.outcome[0] in ("pass", "skip"):
            self.outcome = (word, detail)

    def addError(self, test, error):
        super().addError(test, error)
        self.note("error", error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.note("fail", error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.note("fail", error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        if self.name is not None and self.outcome[0] == "pass":
            self.outcome = ("skip", " ".join(reason.split()))

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.note("fail", None)


def without(suite, skipped, report):
    """The suite with the cases named in `skipped` taken out."""
    kept = suite.__class__()
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            kept.addTest(without(test, skipped, report))
        elif report.unique(test) not in skipped:
            kept.addTest(test)
        else:
            report.left_out += 1
    return kept


def main():
    module, report_path = sys.argv[1:3]
    skipped = set()
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8") as file:
            skipped = {line.rstrip("\n") for line in file}
    with open(report_path, "a", encoding="utf-8") as file:
        report = Report(file, skipped)
        report.left_out = 0
        suite = unittest.defaultTestLoader.loadTestsFromName(module)
        if skipped:
            suite = without(suite, skipped, report)
            report.seen = {}
        print("cases", suite.countTestCases() + report.left_out, file=file, flush=True)
        suite.run(report)
        print("end", file=file, flush=True)


if __name__ == "__main__":
    main()
