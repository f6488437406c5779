#!/usr/bin/python3.11
"""polygil compare and polygil dis.

Usage: tools_test.py POLYGIL EXAMPLES [unittest arguments]
"""

import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest

POLYGIL = os.path.abspath(sys.argv.pop(1))
EXAMPLES = os.path.abspath(sys.argv.pop(1))
TIMEOUT = 120

SQUARES = """
def items():
    return list(range(8))

def work(n):
    return sum(i * n for i in range(1000))

def combine(results):
    return f"total {sum(results)}"
"""


class InFolder(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.variables = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def run_polygil(self, *arguments, **options):
        return subprocess.run([POLYGIL, *arguments], cwd=self.folder, env=self.variables, capture_output=True,
                              text=True, timeout=TIMEOUT, **options)


class Compare(InFolder):

    def compare(self, job, *options):
        self.write("job.py", job)
        return self.run_polygil("compare", "job.py", "--workers", "2", *options)

    def refused(self, job, *options):
        done = self.compare(job, *options)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        return done.stderr

    def test_table_and_verdict_are_shown(self):
        done = self.compare(SQUARES, "--repeat", "1")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "total 13986000")
        self.assertEqual(lines[1], "job.py: 8 items, 2 workers, fastest of 1, results equal")
        for title in ("wall s", "CPU s", "speed-up", "efficiency", "GIL wait", "moved", "peak PSS"):
            self.assertIn(title, lines[3])
        self.assertEqual([line.split()[0] for line in lines[4:7]], ["serial", "threads", "processes"])
        self.assertRegex(lines[8], r"^(Stay serial|Use threads|Use processes): .*[.?]$")

    def test_json_has_all_figures(self):
        done = self.compare(SQUARES, "--json", "-", "--repeat", "2")
        report = json.loads(done.stdout)
        self.assertEqual(list(report), ["format", "job", "items", "workers", "repeat", "modes", "verdict", "warning"])
        self.assertEqual([report[name] for name in ("format", "job", "items", "workers", "repeat")],
                         [1, "job.py", 8, 2, 2])
        self.assertEqual(list(report["modes"]), ["serial", "threads", "processes"])
        for mode, figures in report["modes"].items():
            self.assertEqual(set(figures), {"wall", "cpu", "speedup", "efficiency", "gil_wait_share", "moved",
                                            "peak_pss", "starved_share"})
            self.assertGreater(figures["wall"], 0)
            self.assertGreater(figures["peak_pss"], 1 << 20)
            self.assertEqual(figures["gil_wait_share"] is not None, mode == "threads")
        self.assertEqual(report["modes"]["serial"]["speedup"], 1)
        self.assertGreater(report["modes"]["processes"]["moved"], 0)
        self.assertIsInstance(report["verdict"], str)

    def test_json_goes_to_a_file(self):
        done = self.compare(SQUARES, "--json", "out.json")
        self.assertIn("total", done.stdout)
        with open(os.path.join(self.folder, "out.json")) as file:
            self.assertEqual(json.load(file)["items"], 8)
        self.assertIn("can't write no/out.json", self.compare(SQUARES, "--json", "no/out.json").stderr)

    def test_examples_give_their_results(self):
        small = {
            "mandelbrot": ("mandelbrot.WIDTH, mandelbrot.HEIGHT = 72, 48", "wrote mandelbrot.png: 72 x 48 pixels"),
            "primes": ("primes.LIMIT = 100_000; primes.SEGMENT = 10_000", "9592 primes below 100000"),
            "word_count": ("word_count.items = lambda: [word_count.__file__]", "in 1 files"),
        }
        for name, (change, expected) in small.items():
            done = self.compare(f"import sys\nsys.path.insert(0, {EXAMPLES!r})\nimport {name}\n{change}\n"
                                f"items, work, combine = {name}.items, {name}.work, {name}.combine\n")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(expected, done.stdout)
        with open(os.path.join(self.folder, "mandelbrot.png"), "rb") as file:
            self.assertEqual(file.read(24), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x48\0\0\0\x30")

    def test_unequal_results_are_found(self):
        text = self.refused("import os\ndef items(): return [1]\ndef work(n): return os.getpid()\n")
        self.assertIn("work(1) gave another result with processes than serially", text)
        text = self.refused("import random\ndef items(): return [1]\ndef work(n): return random.random()\n", "--repeat", "2")
        self.assertIn("gave another result with serial", text)

    def test_results_need_not_equal_themselves(self):
        done = self.compare("def items(): return [1, 2]\ndef work(n): return {'mean': float('nan')}\n", "--repeat", "2")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_result_that_cannot_be_sent_is_named(self):
        text = self.refused("def items(): return ['a']\ndef work(n): return lambda: n\n")
        self.assertIn("polygil compare: the result of work('a') can't be sent to another process: Can't pickle", text)

    def test_short_runs_are_repeated(self):
        done = self.compare("def items(): return [1]\ndef work(n): return n\n", "--json", "-")
        self.assertEqual(json.loads(done.stdout)["repeat"], 5)
        done = self.compare("import time\ndef items(): return [2.1]\ndef work(n): time.sleep(n)\n", "--json", "-")
        self.assertEqual(json.loads(done.stdout)["repeat"], 1)

    def test_missing_pieces_are_named(self):
        self.assertIn("job.py defines no function items()", self.refused("def work(n): pass"))
        self.assertIn("job.py defines no function work()", self.refused("def items(): return [1]"))
        self.assertIn("items() of job.py is empty", self.refused("def items(): return []\ndef work(n): pass"))
        done = self.run_polygil("compare", "none.py")
        self.assertEqual((done.returncode, done.stderr),
                         (1, "polygil compare: can't open job file 'none.py': No such file\n"))

    def test_errors_of_the_job_have_the_jobs_traceback(self):
        text = self.refused("def items(): return [1, 0]\ndef work(n):\n    return 1 / n\n")
        self.assertEqual(text, 'Traceback (most recent call last):\n'
                         f'  File "{os.path.realpath(self.folder)}/job.py", line 3, in work\n'
                         '    return 1 / n\n           ~~^~~\nZeroDivisionError: division by zero\n')
        text = self.refused("def items(: pass\n")
        self.assertTrue(text.startswith('  File "'), text)
        self.assertIn("SyntaxError: ", text)
        self.assertNotIn("importlib", text)
        self.assertTrue(self.refused("import no_such\n").endswith("No module named 'no_such'\n"))

    def test_killed_worker_ends_the_comparison(self):
        text = self.refused("import os, signal\nPARENT = os.getpid()\ndef items(): return [1, 2, 3]\n"
                            "def work(n):\n    if n == 2 and os.getpid() != PARENT: os.kill(os.getpid(), signal.SIGKILL)\n"
                            "    return n\n")
        self.assertIn("SIGKILL", text.upper().replace("SIGNAL 9", "SIGKILL"))

    def test_progress_is_for_terminals(self):
        self.write("job.py", SQUARES)
        master, slave = pty.openpty()
        done = subprocess.run([POLYGIL, "compare", "job.py", "--workers", "2"], cwd=self.folder, env=self.variables,
                              stdout=subprocess.PIPE, stderr=slave, timeout=TIMEOUT)
        os.close(slave)
        shown = os.read(master, 65536).decode()
        os.close(master)
        self.assertEqual(done.returncode, 0)
        self.assertIn("serial     [####", shown)
        self.assertIn("processes  [", shown)

    def test_interrupt_ends_it_at_once(self):
        self.write("job.py", "import time\ndef items(): return [0, 0, 60]\n"
                   "def work(n):\n    open('started', 'w').close()\n    time.sleep(n)\n")
        process = subprocess.Popen([POLYGIL, "compare", "job.py", "--workers", "2"], cwd=self.folder,
                                   env=self.variables, stderr=subprocess.PIPE, text=True)
        while not os.path.exists(os.path.join(self.folder, "started")):
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=TIMEOUT)
        self.assertEqual((process.returncode, error), (130, "polygil compare: interrupted\n"))

    def test_wrong_options_are_usage_errors(self):
        for options in (["--workers", "0"], ["--repeat", "x"], ["--what"]):
            done = self.compare(SQUARES, *options)
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage: polygil compare", done.stderr)

    def test_file_of_that_name_is_a_script(self):
        self.write("compare", "print('a script')")
        self.assertEqual(self.run_polygil("compare").stdout, "a script\n")
        self.write("dis", "print('another')")
        self.assertEqual(self.run_polygil("dis").stdout, "another\n")

    def test_paths_are_relative_to_the_users_folder_under_bazel_run(self):
        self.write("job.py", SQUARES)
        variables = {**self.variables, "BUILD_WORKING_DIRECTORY": self.folder}
        done = subprocess.run([POLYGIL, "compare", "job.py", "--workers", "1"], cwd="/", env=variables,
                              capture_output=True, text=True, timeout=TIMEOUT)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class Disassemble(InFolder):

    def test_bytecode_is_the_default(self):
        self.write("p.py", "def f(a, b):\n    return a + b\n")
        done = self.run_polygil("dis", "p.py")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("RETURN", done.stdout)
        self.assertIn("ADD", done.stdout)
        self.assertEqual(done.stdout, self.run_polygil("dis", "-b", "p.py").stdout)

    def test_tokens_and_tree_can_be_chosen(self):
        self.write("p.py", "x = 1\n")
        self.assertTrue(self.run_polygil("dis", "--tokens", "p.py").stdout.startswith("1,0-1,1: NAME 'x'\n"))
        self.assertEqual(self.run_polygil("dis", "--ast", "p.py").stdout,
                         "Module(body=[Assign(targets=[Name(id='x', ctx=Store())], value=Constant(value=1))], "
                         "type_ignores=[])\n")

    def test_standard_input_is_read_without_a_file(self):
        done = self.run_polygil("dis", "-a", input="pass\n")
        self.assertEqual(done.stdout, "Module(body=[Pass()], type_ignores=[])\n")

    def test_mistakes_are_told(self):
        done = self.run_polygil("dis", input="x = = 1\n")
        self.assertEqual((done.returncode, done.stderr), (1, "<stdin>:1: SyntaxError: invalid syntax\n"))
        self.assertEqual(self.run_polygil("dis", "none.py").returncode, 1)
        self.assertEqual(self.run_polygil("dis", "--what").returncode, 2)


if __name__ == "__main__":
    unittest.main()
