"""Cache files of bytecode: whatever lies in __pycache__, an import gives what the source says, silently.

Usage: POLYGIL tests/processes/caches.py
"""

import glob
import os
import py_compile
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = """\
VALUE = {value}
TABLE = {{"key": (1, 2.5, "text", b"bytes", 3j)}}
def double(x, *, y=2):
    try:
        return [x * y for x in (x,)][0]
    finally:
        pass
class Thing:
    def name(self): return type(self).__name__
"""
PROGRAM = """\
import subject
assert subject.double(21) == 42 and subject.Thing().name() == "Thing" and len(subject.TABLE["key"]) == 5
print(subject.VALUE)
"""
NOBODY = 65534


class CacheTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="polygil-caches-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.chmod(self.folder, 0o755)
        self.source = os.path.join(self.folder, "subject.py")
        self.write(1)
        self.cache = os.path.join(self.folder, "__pycache__", "subject.polygil-311.pyc")

    def write(self, value, like=None):
        """Writes the source; `like`: with the times of these facts."""
        with open(self.source, "w") as file:
            file.write(SOURCE.format(value=value))
        if like is not None:
            os.utime(self.source, ns=(like.st_atime_ns, like.st_mtime_ns))

    def variables(self):
        return {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": os.path.join(self.folder, "unused")}

    def run_import(self, environment=None, interpreter=sys.executable, **options):
        result = subprocess.run([interpreter, "-c", PROGRAM], cwd=self.folder, capture_output=True,
                                text=True, env={**self.variables(), **(environment or {})}, **options)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return int(result.stdout)

    def uses_cache(self, **options):
        """Does an import take the code of the cache? The source changes behind its back."""
        facts = os.stat(self.source)
        self.write(2, facts)
        try:
            return self.run_import(**options) == 1
        finally:
            self.write(1, facts)

    def read_cache(self):
        with open(self.cache, "rb") as file:
            return file.read()

    def write_cache(self, data):
        with open(self.cache, "wb") as file:
            file.write(data)

    def assert_rebuilt(self, data, good):
        self.write_cache(data)
        self.assertEqual(self.run_import(), 1)
        self.assertEqual(self.read_cache(), good)

    def test_second_import_takes_the_cache(self):
        self.assertEqual(self.run_import(), 1)
        self.assertTrue(self.uses_cache())
        self.assertEqual(os.listdir(os.path.dirname(self.cache)), [os.path.basename(self.cache)])

    def test_changed_source_is_compiled(self):
        self.run_import()
        self.write(7)
        os.utime(self.source, (1_000_000, 1_000_000))
        self.assertEqual(self.run_import(), 7)
        self.write(77)  # another size
        os.utime(self.source, (1_000_000, 1_000_000))
        self.assertEqual(self.run_import(), 77)

    def test_truncated_cache_is_rebuilt(self):
        self.run_import()
        good = self.read_cache()
        for size in (0, 3, 15, 16, 17, 20, 21, 40, 45, len(good) // 2, len(good) - 1):
            with self.subTest(size=size):
                self.assert_rebuilt(good[:size], good)

    def test_flipped_bit_is_noticed(self):
        self.run_import()
        good = self.read_cache()
        for place in {*range(16, 48, 5), *range(48, len(good), len(good) // 25)}:
            with self.subTest(place=place):
                bad = bytearray(good)
                bad[place] ^= 1 << place % 8
                self.assert_rebuilt(bytes(bad), good)

    def test_foreign_cache_is_rebuilt(self):
        self.run_import()
        good = self.read_cache()
        of_cpython = good[:16] + b"\xe3" + b"\0" * 100
        for bad in (b"\0\0\r\n" + good[4:], b"#!/bin/sh\n" * 50, good + b"\0", of_cpython):
            with self.subTest(bad=bad[:4]):
                self.assert_rebuilt(bad, good)

    def test_cache_of_another_compiler_is_foreign_to_the_library_too(self):
        self.run_import()
        good = self.read_cache()
        other = bytearray(good)
        other[21] ^= 1  # which compiler made the code
        self.write_cache(other)
        # With -v, the library's own method reads the file.
        result = subprocess.run([sys.executable, "-v", "-c", PROGRAM], cwd=self.folder, capture_output=True,
                                text=True, env=self.variables())
        self.assertEqual((result.returncode, result.stdout), (0, "1\n"))
        self.assertEqual(self.read_cache(), good)

    def test_folder_in_place_of_the_cache_is_left_alone(self):
        os.makedirs(self.cache)
        self.assertEqual(self.run_import(), 1)
        self.assertTrue(os.path.isdir(self.cache))

    def test_full_disk_is_no_error(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        for _ in range(2):
            self.assertEqual(self.run_import(preexec_fn=limit), 1)
        self.assertEqual(self.run_import(), 1)
        self.assertTrue(self.uses_cache())

    def test_imports_at_once_agree(self):
        command = [sys.executable, "-c", PROGRAM]
        for _ in range(3):
            shutil.rmtree(os.path.dirname(self.cache), ignore_errors=True)
            running = [subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, env=self.variables(),
                                        text=True) for _ in range(6)]
            self.assertEqual([p.communicate()[0] for p in running], ["1\n"] * 6)
            self.assertEqual(len(os.listdir(os.path.dirname(self.cache))), 1)

    @unittest.skipUnless(os.geteuid() == 0, "becomes another user")
    def test_folder_of_somebody_else(self):
        home = os.path.join(self.folder, "home")
        os.mkdir(home)
        os.chown(home, NOBODY, NOBODY)
        interpreter = shutil.copy(sys.executable, self.folder)  # the original may be out of reach
        os.chmod(interpreter, 0o755)
        as_nobody = dict(interpreter=interpreter, user=NOBODY, group=NOBODY, extra_groups=[],
                         environment={"XDG_CACHE_HOME": home})
        self.assertEqual(self.run_import(**as_nobody), 1)
        self.assertFalse(os.path.exists(self.cache))
        self.assertTrue(self.uses_cache(**as_nobody), "the user's own cache is not read")
        (own,) = glob.glob(home + "/polygil/pycache/**/*.pyc", recursive=True)
        with open(own, "r+b") as file:
            file.truncate(100)
        self.assertEqual(self.run_import(**as_nobody), 1)
        self.assertGreater(os.path.getsize(own), 100, "a damaged cache is not rebuilt")
        os.makedirs(os.path.dirname(self.cache))
        self.write_cache(b"junk")
        self.assertEqual(self.run_import(**as_nobody), 1)
        self.assertEqual(self.read_cache(), b"junk")

    def test_cache_runs_as_program(self):
        def run(path):
            result = subprocess.run([sys.executable, path], capture_output=True, text=True)
            return result.returncode, result.stdout, result.stderr

        program = os.path.join(self.folder, "program.py")
        with open(program, "w") as file:
            file.write("import sys; print(__name__, __cached__, type(__loader__).__name__, len(sys.argv))")
        compiled = py_compile.compile(program, program + "c")
        self.assertEqual(run(compiled), (0, "__main__ None SourcelessFileLoader 1\n", ""))
        shutil.copy(compiled, self.folder + "/renamed")
        self.assertEqual(run(self.folder + "/renamed")[0], 0)
        with open(compiled, "r+b") as file:
            file.truncate(60)
        self.assertEqual(run(compiled), (1, "", "RuntimeError: Bad code object in .pyc file\n"))
        with open(compiled, "wb") as file:
            file.write(b"something else")
        self.assertEqual(run(compiled), (1, "", "RuntimeError: Bad magic number in .pyc file\n"))

    def test_nothing_is_written_with_B(self):
        self.run_import({"PYTHONDONTWRITEBYTECODE": "1"})
        self.assertFalse(os.path.exists(os.path.dirname(self.cache)))

    def test_library_needs_no_cache(self):
        program = ("import json, asyncio, sys; print(sorted(n for n, m in sys.modules.items()"
                   " if getattr(m, '__cached__', None) and m.__name__ == 'json'))")
        prefix = os.path.join(self.folder, "prefix")
        subprocess.run([sys.executable, "-S", "-X", f"pycache_prefix={prefix}", "-c", program], check=True,
                       stdout=subprocess.DEVNULL)
        self.assertEqual(glob.glob(prefix + "/**/*.pyc", recursive=True), [])


if __name__ == "__main__":
    unittest.main()
