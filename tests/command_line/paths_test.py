#!/usr/bin/python3.11
"""Where the interpreter finds itself and its library: PYTHONHOME, NAME._pth, pyvenv.cfg.

Usage: paths_test.py POLYGIL [unittest arguments]
"""

import os
import subprocess
import sys
import tempfile
import unittest

POLYGIL = os.path.realpath(sys.argv.pop(1))
LIBRARY = "/usr/lib/python3.11"


class PathsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)

    def ask(self, *options, executable=POLYGIL, **variables):
        """What a program says of itself, line by line."""
        code = ("import sys; print(sys.prefix, sys.exec_prefix, sys._base_executable, "
                "sys.flags.isolated, sys.flags.no_site, *sys.path, sep='\\n')")
        result = subprocess.run([executable, *options, "-c", code], capture_output=True, text=True,
                                env={"PATH": "/usr/bin:/bin", **variables})
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return result.stdout.splitlines()

    def make_home(self):
        home = os.path.join(self.folder, "home")
        os.makedirs(os.path.join(home, "lib"))
        os.symlink(LIBRARY, os.path.join(home, "lib", "python3.11"))
        return home

    def test_home_gives_prefix_and_library(self):
        home = self.make_home()
        prefix, exec_prefix, _, _, _, *path = self.ask(PYTHONHOME=home)
        self.assertEqual((prefix, exec_prefix), (home, home))
        self.assertIn(home + "/lib/python3.11", path)
        self.assertNotIn(LIBRARY, path)

    def test_home_may_have_two_prefixes(self):
        home = self.make_home()
        self.assertEqual(self.ask(PYTHONHOME=home + ":/elsewhere")[:2], [home, "/elsewhere"])

    def test_home_is_part_of_the_environment(self):
        for option in ("-E", "-I"):
            self.assertEqual(self.ask(option, PYTHONHOME=self.make_home() if option == "-E" else "x")[0], "/usr")

    def make_executable(self):
        executable = os.path.join(self.folder, "program")
        os.symlink(POLYGIL, executable)
        return executable

    def test_path_file_gives_the_path_and_isolates(self):
        executable = self.make_executable()
        with open(executable + "._pth", "w") as file:
            file.write(f"# comment\n{LIBRARY}\n\nhere/..  # dots\n../other\n")
        _, _, _, isolated, no_site, *path = self.ask(executable=executable, PYTHONPATH="/ignored")
        self.assertEqual((isolated, no_site), ("1", "1"))
        self.assertEqual(path, [LIBRARY, self.folder, os.path.dirname(self.folder) + "/other"])

    def test_path_file_may_ask_for_site(self):
        executable = self.make_executable()
        with open(executable + "._pth", "w") as file:
            file.write(f"{LIBRARY}\nimport site\n")
        self.assertEqual(self.ask(executable=executable)[3:5], ["1", "0"])

    def test_base_executable_of_an_environment_is_that_of_its_home(self):
        os.mkdir(os.path.join(self.folder, "bin"))
        executable = os.path.join(self.folder, "bin", "python")
        os.symlink(POLYGIL, executable)
        with open(os.path.join(self.folder, "pyvenv.cfg"), "w") as file:
            file.write(f"home = {os.path.dirname(POLYGIL)}\ninclude-system-site-packages = false\n")
        prefix, _, base, *_ = self.ask(executable=executable)
        self.assertEqual((prefix, base), (self.folder, POLYGIL))


if __name__ == "__main__":
    unittest.main()
