#!/usr/bin/python3.11
"""Virtual environments, and pip in them: `polygil -m venv`, `pip install` from a local folder.

Usage: venv_test.py POLYGIL [unittest arguments]
"""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile

POLYGIL = os.path.abspath(sys.argv.pop(1))
TIMEOUT = 300


def make_wheel(folder, name, files, entry_point):
    """A pure-Python wheel (PEP 427) of the given files, with one console script."""
    info = f"{name}-1.0.dist-info"
    files = {**files,
             f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
             f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
             f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {entry_point}\n"}
    record = ""
    with zipfile.ZipFile(os.path.join(folder, f"{name}-1.0-py3-none-any.whl"), "w") as wheel:
        for path, text in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            record += f"{path},sha256={digest},{len(text)}\n"
            wheel.writestr(path, text)
        wheel.writestr(f"{info}/RECORD", record + f"{info}/RECORD,,\n")


class VirtualEnvironment(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = os.path.realpath(folder.name)
        cls.variables = {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"], "HOME": cls.folder,
                         "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        cls.run_command(POLYGIL, "-m", "venv", "env")
        cls.python = os.path.join(cls.folder, "env/bin/python")

    @classmethod
    def run_command(cls, *command, status=0):
        done = subprocess.run(command, cwd=cls.folder, env=cls.variables, capture_output=True, text=True,
                              timeout=TIMEOUT)
        if done.returncode != status:
            raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_prefix_and_path_are_the_environments(self):
        prefix = f"{self.folder}/env"
        shown = self.run_command(self.python, "-c", "import sys; print(sys.prefix, sys.base_prefix, sys.executable, "
                                 "sys.path[-1], sys.implementation.name, sep='\\n')").splitlines()
        self.assertEqual(shown, [prefix, "/usr", self.python, f"{prefix}/lib/python3.11/site-packages", "polygil"])

    def test_pip_installs_runs_and_removes_a_package(self):
        wheels = os.path.join(self.folder, "wheels")
        os.mkdir(wheels)
        make_wheel(wheels, "greeting", {"greeting/__init__.py": "from greeting.words import words\n"
                                        "def main():\n    import sys\n    print(words, sys.implementation.name)\n",
                                        "greeting/words.py": "words = 'hello there'\n"}, "greeting:main")
        pip = [self.python, "-m", "pip", "--no-cache-dir"]
        printed = self.run_command(*pip, "install", "--no-index", "--find-links", wheels, "greeting")
        self.assertIn("Successfully installed greeting-1.0", printed)
        self.assertEqual(self.run_command(f"{self.folder}/env/bin/greeting"), "hello there polygil\n")
        self.assertIn("greeting   1.0", self.run_command(*pip, "list"))
        self.run_command(*pip, "uninstall", "-y", "greeting")
        self.run_command(self.python, "-c", "import greeting", status=1)
        self.assertEqual(self.run_command(*pip, "check"), "No broken requirements found.\n")


if __name__ == "__main__":
    unittest.main()
