"""pytest runs a small suite: fixtures, parametrised cases, marks, rewritten assertions, plugins, reports."""

import os
import re
import sys

import pytest

FILES = {
    "conftest.py": '''
import pytest

@pytest.fixture(scope="session")
def base():
    print("base up")
    yield 40
    print("base down")

@pytest.fixture(params=["a", "b"], ids=str.upper)
def letter(request):
    return request.param

def pytest_addoption(parser):
    parser.addoption("--extra", default="none")

def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)
''',
    "test_asserts.py": '''
import pytest

def test_ints(base):
    x = base + 2
    assert x == 42

def test_lists_differ():
    assert [1, 2, 3, 4] == [1, 2, 5]

def test_dicts_differ():
    assert {"a": 1, "b": 2, "c": [1, 2]} == {"a": 1, "b": 3, "d": 0}

def test_strings_differ():
    text = "one\\ntwo\\nthree"
    assert text == "one\\n2\\nthree", "texts are not equal"

def test_sets_and_calls():
    def f(x):
        return x * 2
    assert f(3) in {1, 2} or not f(0) == 0 and len("abc") > 3

def test_attribute():
    class Thing:
        value = 5
        def __repr__(self):
            return "<Thing>"
    assert Thing().value == Thing().value + 1

def test_raises():
    with pytest.raises(ValueError, match=r"inv.*d") as caught:
        int("x", 10)
    assert caught.type is ValueError

def test_approximation():
    assert 0.1 + 0.2 == pytest.approx(0.3)
    assert [0.1, 1.0] == pytest.approx([0.1, 1.1])

def test_error_in_depth():
    def deep(n):
        return 1 / n if n == 0 else deep(n - 1)
    deep(3)
''',
    "test_marks.py": '''
import sys, warnings
import pytest

@pytest.mark.parametrize("a, b, total", [(1, 2, 3), (2, 2, 4), pytest.param(1, 1, 3, marks=pytest.mark.xfail), ("x", "y", "xy")])
def test_add(a, b, total):
    assert a + b == total

@pytest.mark.parametrize("x", range(3))
@pytest.mark.parametrize("y", "pq", ids=lambda v: f"<{v}>")
def test_product(x, y, letter):
    assert letter in "ab"

@pytest.mark.skip(reason="not today")
def test_skipped():
    assert False

@pytest.mark.skipif(sys.version_info > (3,), reason="new Python")
def test_skipped_if(): ...

@pytest.mark.xfail(strict=True)
def test_passes_against_hope():
    pass

@pytest.mark.last
def test_prints(capsys, tmp_path, monkeypatch, request):
    print("captured", request.node.name)
    assert capsys.readouterr().out == "captured test_prints\\n"
    (tmp_path / "f").write_text("x")
    monkeypatch.setenv("SOME", "value")
    import os
    assert os.environ["SOME"] == "value" and (tmp_path / "f").read_text() == "x"
    warnings.warn("mind this")
    print("left over")
    assert request.config.getoption("--extra") == "more"

@pytest.fixture
def broken():
    raise RuntimeError("fixture fails")

def test_with_broken(broken): ...

def test_unknown(no_such_fixture): ...
''',
    "test_classes.py": '''
import unittest
import pytest

class TestGroup:
    @pytest.fixture(autouse=True)
    def prepare(self):
        self.items = [1]

    def setup_method(self, method):
        self.name = method.__name__

    def test_one(self):
        self.items.append(2)
        assert self.items == [1, 2] and self.name == "test_one"

    def test_two(self, caplog):
        import logging
        logging.getLogger("x").warning("logged %d", 3)
        assert caplog.messages == ["logged 3"]
        assert self.items != [1]

class Old(unittest.TestCase):
    def setUp(self):
        self.x = 1

    def test_equal(self):
        self.assertEqual(self.x, 1)

    def test_unequal(self):
        self.assertEqual([self.x, 2], [1, 3])

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    def test_parts(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertLess(i, 5)
''',
    "test_docs.txt": "Text.\n\n>>> 1 + 1\n2\n>>> sorted({3, 1})\n[1, 2]\n",
}
for name, text in FILES.items():
    with open(name, "w") as file:
        file.write(text)


class Plugin:
    counts = {}

    def pytest_runtest_logreport(self, report):
        self.counts[report.when, report.outcome] = self.counts.get((report.when, report.outcome), 0) + 1


def run(*arguments):
    """Runs pytest in this process, its times and folders taken from its output."""
    sys.stdout.flush()
    saved = os.dup(1)
    target = os.open("output", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    os.dup2(target, 1)
    try:
        status = pytest.main(["-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", os.getcwd(), *arguments], [Plugin()])
        sys.stdout.flush()
    finally:
        os.dup2(saved, 1)
    with open("output") as file:
        text = file.read()
    text = re.sub(r"\d+\.\d+s", "TIME", text).replace(os.getcwd(), "FOLDER")
    text = re.sub(r"0x[0-9a-f]+", "ADDRESS", re.sub(r"(?m)^platform .*$", "platform", text))
    text = re.sub(r"=+( .* )=+", r"==\1==", text)
    print(arguments, repr(status), text)


run("-v", "-ra", "--durations=0", "--durations-min=50", "--extra=more", "--strict-markers", "-W", "ignore::pytest.PytestUnknownMarkWarning",
    "-o", "markers=last")
run("-q", "--tb=short", "-k", "add or differ", "-o", "markers=last")
run("-q", "--tb=line", "-x", "-o", "markers=last")
run("--collect-only", "-q", "-o", "markers=last")
run("--fixtures-per-test", "test_marks.py::test_prints", "-o", "markers=last")
run("-q", "test_docs.txt", "--doctest-glob=*.txt")
run("-q", "--junitxml=report.xml", "test_classes.py", "--tb=no")
run("-q", "nowhere.py")
run("-q", "--setup-show", "test_classes.py::TestGroup", "--showlocals")
print(sorted(Plugin.counts.items()))
with open("report.xml") as file:
    report = re.sub(r'(time|timestamp|hostname)="[^"]*"', r'\1=""', file.read())
print(re.sub(r"0x[0-9a-f]+", "ADDRESS", report).replace(os.getcwd(), "FOLDER").replace("><", ">\n<"))
