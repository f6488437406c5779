#!/usr/bin/python3.11
"""The interactive prompt, typed at through a pseudo-terminal and fed through a pipe.

Usage: prompt_test.py POLYGIL [unittest arguments]
"""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
import unittest

POLYGIL = os.path.abspath(sys.argv.pop(1))
TIMEOUT = 20
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x07")


class Terminal:
    """A program with a pseudo-terminal as its three standard streams."""

    def __init__(self, *arguments, **environment):
        self.home = tempfile.TemporaryDirectory()
        variables = {"TERM": "vt100", "LC_ALL": "C.UTF-8", "HOME": self.home.name, "PATH": os.environ["PATH"]}
        variables.update(environment)
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.execve(POLYGIL, [POLYGIL, *arguments], variables)
        self.text = ""

    def expect(self, wanted):
        """Reads until `wanted` has come; returns what came before it."""
        end = time.monotonic() + TIMEOUT
        while wanted not in self.text:
            ready, _, _ = select.select([self.descriptor], [], [], max(0, end - time.monotonic()))
            try:
                data = os.read(self.descriptor, 4096) if ready else b""
            except OSError:
                data = b""
            if not data:
                raise AssertionError(f"expected {wanted!r}, got {self.text!r}")
            self.text = ESCAPES.sub("", self.text + data.decode()).replace("\r", "")
        before, _, self.text = self.text.partition(wanted)
        return before

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def answer(self, line, prompt=">>> "):
        """Types a line and returns what is shown between it and the next prompt."""
        self.type(line + "\n")
        self.expect(line + "\n")
        return self.expect(prompt)

    def end(self):
        """The exit status, after end of input."""
        self.type("\x04")
        return self.wait()

    def wait(self):
        while True:
            try:
                if not os.read(self.descriptor, 4096):
                    break
            except OSError:
                break
        _, status = os.waitpid(self.pid, 0)
        os.close(self.descriptor)
        return os.waitstatus_to_exitcode(status)


class OnTerminal(unittest.TestCase):

    def start(self, *arguments, **environment):
        terminal = Terminal(*arguments, **environment)
        self.addCleanup(terminal.home.cleanup)
        terminal.expect(">>> ")
        return terminal

    def test_banner_names_version_and_help(self):
        terminal = Terminal()
        banner = terminal.expect(">>> ")
        self.assertRegex(banner, r"\APython 3\.11\.\d+ \(polygil.*\) \[.*\] on linux\n")
        self.assertIn('Type "help"', banner)
        self.assertEqual(terminal.end(), 0)

    def test_values_are_shown_and_kept(self):
        terminal = self.start("-q")
        self.assertEqual(terminal.answer("6 * 7"), "42\n")
        self.assertEqual(terminal.answer("_ + 1"), "43\n")
        self.assertEqual(terminal.answer("None"), "")
        self.assertEqual(terminal.end(), 0)

    def test_block_goes_on_until_an_empty_line(self):
        terminal = self.start("-q")
        self.assertEqual(terminal.answer("for i in range(2):", "... "), "")
        self.assertEqual(terminal.answer("    i", "... "), "")
        self.assertEqual(terminal.answer(""), "0\n1\n")
        terminal.end()

    def test_error_is_shown_and_the_prompt_comes_again(self):
        terminal = self.start("-q")
        self.assertEqual(terminal.answer("1/0"), "Traceback (most recent call last):\n"
                         '  File "<stdin>", line 1, in <module>\nZeroDivisionError: division by zero\n')
        self.assertIn("SyntaxError: invalid syntax", terminal.answer("x = = 1"))
        self.assertEqual(terminal.answer("import sys; sys.last_type.__name__"), "'SyntaxError'\n")
        terminal.end()

    def test_control_c_drops_the_line(self):
        for options in (["-q"], ["-q", "-I"]):  # with and without line editing
            terminal = self.start(*options)
            terminal.type("never")
            terminal.expect("never")
            terminal.type("\x03")
            self.assertIn("\nKeyboardInterrupt\n", terminal.expect(">>> "))
            terminal.answer("if 1:", "... ")
            terminal.type("\x03")
            terminal.expect("\nKeyboardInterrupt\n>>> ")
            self.assertEqual(terminal.answer("1 + 1"), "2\n")
            self.assertEqual(terminal.end(), 0)

    def test_control_c_interrupts_a_statement(self):
        terminal = self.start("-q")
        terminal.type("import time; print('go'); time.sleep(100)\n")
        terminal.expect("\ngo\n")
        terminal.type("\x03")
        self.assertIn("Traceback", terminal.expect("KeyboardInterrupt\n>>> "))
        self.assertEqual(terminal.answer("2"), "2\n")
        terminal.end()

    def test_threads_run_while_the_prompt_waits(self):
        terminal = self.start("-q")
        terminal.answer("import threading; seen = []")
        terminal.answer("def work(): time.sleep(0.05); seen.extend(range(1000))", "... ")
        terminal.answer("")
        terminal.answer("import time; threading.Thread(target=work).start()")
        time.sleep(0.5)
        self.assertEqual(terminal.answer("len(seen)"), "1000\n")
        terminal.end()

    def test_input_asks_with_its_prompt(self):
        terminal = self.start("-q")
        terminal.type("x = input('name? ')\n")
        terminal.expect("\nname? ")
        terminal.type("Grüße\n")
        terminal.expect(">>> ")
        self.assertEqual(terminal.answer("x"), "'Grüße'\n")
        terminal.type("input()\n")
        terminal.expect("input()\n")
        terminal.type("\x04")
        self.assertIn("EOFError", terminal.expect(">>> "))
        terminal.end()

    def test_tab_completes_names_and_attributes(self):
        terminal = self.start("-q")
        terminal.answer("import sys")
        terminal.type("sys.getrecu\t")
        terminal.expect("sys.getrecursionlimit()")
        terminal.type("\n")
        self.assertEqual(terminal.expect(">>> "), "\n1000\n")
        terminal.end()

    def test_history_is_recalled_and_saved(self):
        terminal = self.start("-q")
        self.assertEqual(terminal.answer("'a' + 'b'"), "'ab'\n")
        terminal.type("\x1b[A")
        terminal.expect("'a' + 'b'")
        terminal.type("\n")
        self.assertEqual(terminal.expect(">>> "), "\n'ab'\n")
        terminal.end()
        with open(os.path.join(terminal.home.name, ".python_history")) as file:
            self.assertEqual(file.read(), "'a' + 'b'\n")

    def test_prompts_are_those_of_sys(self):
        terminal = self.start("-q")
        terminal.type("import sys; sys.ps1 = 'one> '; sys.ps2 = 'two> '\n")
        terminal.expect("one> ")
        terminal.expect("one> ")
        terminal.answer("if 1:", "two> ")
        self.assertEqual(terminal.answer("  5", "two> "), "")
        self.assertEqual(terminal.answer("", "one> "), "5\n")
        terminal.end()

    def test_exit_gives_its_status(self):
        terminal = self.start("-q")
        terminal.type("import sys; sys.exit(7)\n")
        self.assertEqual(terminal.wait(), 7)

    def test_prompt_follows_a_command(self):
        terminal = self.start("-i", "-q", "-c", "value = 5")
        self.assertEqual(terminal.answer("value"), "5\n")
        terminal.end()


class Piped(unittest.TestCase):

    def run_lines(self, text, *arguments, **environment):
        variables = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], **environment}
        done = subprocess.run([POLYGIL, *arguments], input=text.encode(), capture_output=True, env=variables,
                              timeout=TIMEOUT)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def test_without_i_it_is_a_script(self):
        self.assertEqual(self.run_lines("1\nprint(2)\n"), (0, "2\n", ""))

    def test_with_i_each_statement_is_shown(self):
        self.assertEqual(self.run_lines("1\nif 1:\n  2\n\n", "-i", "-q"), (0, "1\n2\n", ">>> >>> ... ... >>> \n"))

    def test_future_import_holds_for_later_statements(self):
        status, out, _ = self.run_lines(
            "from __future__ import annotations\ndef f(a: b): pass\n\nf.__annotations__\n", "-i", "-q")
        self.assertEqual((status, out), (0, "{'a': 'b'}\n"))

    def test_system_exit_of_the_program_is_shown_before_the_prompt(self):
        status, out, error = self.run_lines("x\n", "-i", "-q", "-c", "x = 3; raise SystemExit(4)")
        self.assertEqual((status, out), (0, "3\n"))
        self.assertIn("SystemExit: 4\n>>> ", error)

    def test_program_may_ask_for_the_prompt(self):
        status, out, _ = self.run_lines("x\n", "-i", "-c", "x = 1", PYTHONINSPECT="")
        self.assertEqual((status, out), (0, "1\n"))

    def test_startup_file_runs_first(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write("started = 'yes'\n1/0\n")
            file.flush()
            status, out, error = self.run_lines("started\n__file__\n", "-i", "-q", PYTHONSTARTUP=file.name)
            self.assertEqual((status, out), (0, "'yes'\n"))
            self.assertIn(f'File "{file.name}", line 2, in <module>', error)
            self.assertIn("NameError: name '__file__'", error)

    def test_undecodable_line_is_refused(self):
        done = subprocess.run([POLYGIL, "-i", "-q"], input=b"\xff\n1\n", capture_output=True, timeout=TIMEOUT)
        self.assertEqual(done.stdout, b"1\n")
        self.assertIn(b"SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xff", done.stderr)

    def test_interactive_hook_and_displayhook_are_called(self):
        hook = "import sys; sys.__interactivehook__ = lambda: print('hook'); sys.displayhook = lambda v: print([v])"
        self.assertEqual(self.run_lines("5\n", "-i", "-q", "-c", hook)[:2], (0, "hook\n[5]\n"))


class Ending(unittest.TestCase):

    def test_keyboard_interrupt_ends_by_the_signal(self):
        done = subprocess.run([POLYGIL, "-c", "import atexit; atexit.register(print, 'bye'); raise KeyboardInterrupt"],
                              capture_output=True, timeout=TIMEOUT)
        self.assertEqual(done.returncode, -signal.SIGINT)
        self.assertEqual(done.stdout, b"bye\n")
        self.assertIn(b"KeyboardInterrupt", done.stderr)

    def test_broken_pipe_is_reported_and_gives_120(self):
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            done = subprocess.run([POLYGIL, "-c", "print('x' * 100000)"], stdout=pipe, stderr=subprocess.PIPE,
                                  timeout=TIMEOUT)
        self.assertIn(b"BrokenPipeError", done.stderr)
        self.assertIn(done.returncode, (1, 120))


if __name__ == "__main__":
    unittest.main()
