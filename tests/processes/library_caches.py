"""A hundred modules of the standard library run the same from source, from a cache and from a damaged cache.

Usage: POLYGIL library_caches.py
"""

import glob
import marshal
import os
import random
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import unittest

COUNT = 100
LIBRARY = sysconfig.get_path("stdlib")
# They open windows or browsers, print, end the process or say which folder they are in.
LEFT_OUT = {"antigravity", "this", "idlelib", "turtle", "turtledemo", "tkinter", "lib2to3", "test", "__phello__", "site",
            "sitecustomize", "ensurepip", "distutils", "ctypes", "curses", "dbm", "sqlite3", "ssl", "_sysconfigdata",
            "venv", "asyncio", "multiprocessing", "concurrent", "encodings", "_aix_support", "_osx_support", "msilib",
            "pty", "tty", "crypt", "nis", "ossaudiodev", "spwd", "smtpd", "asynchat", "asyncore", "imp", "__future__"}

# What a module holds, without what its place says.
SUMMARY = '''
import importlib, sys, warnings
warnings.simplefilter("ignore")
def text(value):
    if isinstance(value, (int, float, str, bytes, bool, type(None))):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return type(value).__name__ + str([text(x) for x in value])
    code = getattr(value, "__code__", None)
    if hasattr(code, "co_names"):
        return f"function {value.__qualname__} {code.co_firstlineno} {code.co_varnames} {code.co_names}"
    if isinstance(value, type):
        return f"class {value.__qualname__} {sorted(vars(value))}"
    return type(value).__name__
for name in sys.argv[1].split():
    try:
        module = importlib.import_module(name)
    except Exception as error:
        print(name, type(error).__name__, error)
        continue
    for key, value in sorted(vars(module).items()):
        if key not in ("__builtins__", "__cached__", "__file__", "__loader__", "__spec__", "__path__"):
            print(name, key, text(value))
'''


def random_modules():
    """Names and paths of plain modules, the same ones in every run."""
    paths = [path for path in sorted(glob.glob(LIBRARY + "/*.py"))
             if os.path.basename(path)[:-3] not in LEFT_OUT and not os.path.basename(path).startswith("_sysconfigdata")]
    return random.Random(311).sample(paths, COUNT)


class LibraryCaches(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.paths = random_modules()
        for path in self.paths:
            # Under another name: the interpreter has the library's own code built in.
            shutil.copy(path, os.path.join(self.folder, "copy_of_" + os.path.basename(path)))

    def run_all(self, *options):
        names = " ".join("copy_of_" + os.path.basename(path)[:-3] for path in self.paths)
        done = subprocess.run(
            [sys.executable, "-S", *options, "-c", SUMMARY, names], capture_output=True, text=True, cwd=self.folder, timeout=300,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}, stdin=subprocess.DEVNULL)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertGreater(done.stdout.count("\n"), 20 * COUNT)
        return done.stdout

    def caches(self):
        return sorted(glob.glob(self.folder + "/__pycache__/*.pyc"))

    def test_same_from_source_cache_and_damaged_cache(self):
        from_source = self.run_all("-B")
        self.assertEqual(self.caches(), [])
        self.assertEqual(self.run_all(), from_source)
        caches = self.caches()
        self.assertEqual(len(caches), COUNT)
        whole = {}
        for cache in caches:
            with open(cache, "rb") as file:
                whole[cache] = file.read()
        self.assertEqual(self.run_all(), from_source)
        chance = random.Random(5)
        for _ in range(3):
            for cache in caches:
                data = bytearray(whole[cache])
                if chance.random() < 0.5:
                    del data[chance.randrange(len(data)):]
                else:
                    # (The first bytes say which source it belongs to: another one is no damage.)
                    data[chance.randrange(16, len(data))] ^= 1 << chance.randrange(8)
                with open(cache, "wb") as file:
                    file.write(data)
            self.assertEqual(self.run_all(), from_source)
            for cache in caches:
                with open(cache, "rb") as file:
                    self.assertEqual(file.read(), whole[cache], cache)

    def test_dumped_and_loaded(self):
        for path in self.paths:
            with self.subTest(path):
                with open(path, "rb") as file:
                    code = compile(file.read(), path, "exec", dont_inherit=True)
                data = marshal.dumps(code)
                loaded = marshal.loads(data)
                self.assertEqual(loaded, code)
                self.assertEqual(marshal.dumps(loaded), data)


if __name__ == "__main__":
    unittest.main()
