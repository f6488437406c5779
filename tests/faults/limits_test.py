#!/usr/bin/python3.11
"""Recursion, memory, disks, descriptors and signals at their limits: Python exceptions, as under CPython.

Usage: limits_test.py POLYGIL [unittest arguments]

A program runs under both interpreters. Nothing may end it by a signal it didn't
send itself, and nothing may hang.
"""

import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest

POLYGIL = [os.path.abspath(sys.argv.pop(1))]
CPYTHON = ["/usr/bin/python3.11"]
TIMEOUT = 120
MEGABYTE = 1 << 20


class Programs(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def run_with(self, interpreter, text, *options, prepare=None, **more):
        """Runs a program text; returns (status, output, last line of errors)."""
        path = os.path.join(self.folder, "program.py")
        with open(path, "w") as file:
            file.write(textwrap.dedent(text))
        more.setdefault("stdout", subprocess.PIPE)
        more.setdefault("stderr", subprocess.PIPE)
        more.setdefault("stdin", subprocess.DEVNULL)
        done = subprocess.run(
            [*interpreter, "-B", "-S", *options, path], cwd=self.folder, timeout=TIMEOUT, preexec_fn=prepare,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}, **more)
        errors = (done.stderr or b"").decode("utf-8", "replace").strip().splitlines()
        return done.returncode, (done.stdout or b"").decode("utf-8", "replace"), errors[-1] if errors else ""

    def same(self, text, *options, **more):
        """The program does under polygil what it does under CPython; returns that."""
        expected = self.run_with(CPYTHON, text, *options, **more)
        found = self.run_with(POLYGIL, text, *options, **more)
        self.assertEqual(found, expected)
        return found


def address_space(size):
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


DEEP = """
    import sys
    def attempt(name, what, *arguments):
        try:
            what(*arguments)
            print(name, "works")
        except (RecursionError, MemoryError) as error:
            print(name, type(error).__name__)
        except Exception as error:
            print(name, type(error).__name__, str(error)[:60])
"""


class Recursion(Programs):

    def test_python_functions(self):
        self.same(DEEP + """
    def f(n): return f(n + 1)
    class A:
        def __getattr__(self, name): return getattr(self, name + "x")
        def __repr__(self): return repr(self)
        def __eq__(self, other): return self == other
        def __lt__(self, other): return self < other
        def __hash__(self): return hash(self)
        def __add__(self, other): return self + other
        def __call__(self): return self()
        def __getitem__(self, i): return self[i]
        def __iter__(self): return iter(self)
        def __len__(self): return len(self)
        def __bool__(self): return bool(self)
        def __str__(self): return str(self)
        def __format__(self, spec): return format(self, spec)
        def __contains__(self, x): return x in self
        def __enter__(self):
            with self: pass
        def __exit__(self, *args): pass
        def __index__(self): return [1][self]
        def __del__(self): pass
        @property
        def p(self): return self.p
        def __setattr__(self, name, value): setattr(self, name, value)
        def __copy__(self):
            import copy
            return copy.copy(self)
    def enter():
        with A(): pass
    import copy, functools, operator
    def generator(n):
        yield from generator(n + 1)
    @functools.lru_cache
    def cached(n): return cached(n + 1)
    for what in (f, cached): attempt(what.__name__, what, 1)
    a = A()
    for name, what in {"getattr": lambda: a.q, "repr": lambda: repr(a), "eq": lambda: a == 1, "lt": lambda: a < 1,
                       "hash": lambda: hash(a), "add": lambda: a + 1, "call": a, "item": lambda: a[1],
                       "iter": lambda: list(a), "len": lambda: len(a), "bool": lambda: not a, "str": lambda: str(a),
                       "format": lambda: f"{a:x}", "in": lambda: 1 in a, "with": enter, "index": lambda: [1][a],
                       "property": lambda: a.p, "setattr": lambda: setattr(a, "x", 1), "copy": lambda: copy.copy(a),
                       "generator": lambda: next(generator(1)), "map": lambda: list(map(f, [1])),
                       "sorted": lambda: sorted([A(), A()]), "max": lambda: max([A(), A()]),
                       "partial": lambda: functools.partial(f, 1)(), "reduce": lambda: functools.reduce(operator.add, [a, a]),
                       "comprehension": lambda: [f(x) for x in [1]], "sum": lambda: sum([a, a])}.items():
        attempt(name, what)
    class M(type):
        def __instancecheck__(cls, x): return isinstance(x, cls)
        def __call__(cls): return cls()
        def __subclasscheck__(cls, x): return issubclass(x, cls)
    class C(metaclass=M): pass
    attempt("isinstance", lambda: isinstance(1, C)); attempt("class", C); attempt("issubclass", lambda: issubclass(int, C))
    async def co(): await co()
    attempt("coroutine", lambda: co().send(None))
    """)

    def test_deep_data(self):
        self.same(DEEP + """
    import copy, json, marshal, pickle
    def nest(make, depth=200000):
        x = make(None)
        for _ in range(depth):
            x = make(x)
        return x
    for name, make in {"list": lambda x: [x], "tuple": lambda x: (x,), "dict": lambda x: {1: x}}.items():
        x, y = nest(make), nest(make)
        for operation in repr, copy.deepcopy, json.dumps, marshal.dumps, pickle.dumps, (lambda x: x == y), str:
            attempt(name + getattr(operation, "__name__", ""), operation, x)
        del x, y
    attempt("hash", lambda: hash(nest(lambda x: (x,), 100000)))
    attempt("json", lambda: json.loads("[" * 100000))
    attempt("json2", lambda: json.loads('{"a":' * 100000))
    attempt("frozenset", lambda: nest(lambda x: frozenset([x]), 20000))
    class N: pass
    def chain(x):
        n = N(); n.next = x
        return n
    nest(chain); print("freed")
    def iterators(x): return iter([x])
    nest(iterators); print("freed")
    def generators(x):
        def g():
            yield x
        i = g(); next(i)
        return i
    nest(generators, 50000); print("freed")
    class D:
        def __init__(self, x): self.x = x
        def __del__(self): pass
    nest(D, 100000); print("freed")
    import functools
    nest(lambda x: functools.partial(print, x)); print("freed")
    def exceptions(x):
        e = ValueError()
        e.__cause__ = x
        return e
    e = nest(exceptions, 100000); del e; print("freed")
    def closures(x): return lambda: x
    nest(closures, 100000); print("freed")
    import itertools
    chained = iter([])
    for _ in range(100000): chained = itertools.chain([], chained)
    attempt("chain", lambda: None); del chained; print("freed")
    """)

    def test_source(self):
        self.same(DEEP + """
    import ast
    import warnings
    warnings.simplefilter("ignore")
    def compiled(text):
        try:
            compile(text, "x", "exec")
            return "compiles"
        except (SyntaxError, MemoryError, RecursionError) as error:
            return type(error) is not SystemError
    for text in ("(" * 100000, "[" * 100000 + "]" * 100000, "-" * 100000 + "1", "not " * 100000 + "1",
                 "if 1:\\n" + "".join(" " * i + "if 1:\\n" for i in range(1, 99)) + " " * 99 + "pass", "f(" * 5000 + ")" * 5000,
                 "lambda: " * 100000 + "1", "x" + ".y" * 50000, "x" + "[1]" * 50000, "1" + "+1" * 50000, "a = " * 50000 + "1",
                 "1 if 1 else " * 50000 + "1", "f'{" * 1000, "*" * 100000, "**" * 50000, "@" * 10000, "match x:\\n case " + "[" * 10000,
                 "x" + " and x" * 50000, "await " * 50000 + "x", "{" * 50000 + "}" * 50000, "x < " * 50000 + "x", "\\\\\\n" * 50000):
        result = compiled(text)
        print(result if isinstance(result, bool) else True)
    """)

    def test_libraries(self):
        self.same(DEEP + """
    import re, xml.etree.ElementTree as ElementTree
    attempt("re", lambda: re.match(r"(?:(?:a|b)*)*c", "ab" * 12))
    attempt("re", lambda: re.compile("(" * 50 + ")" * 50).match(""))
    attempt("re", lambda: re.match("(?:a|ab)*?c", "a" * 100000))
    attempt("re", lambda: re.match("((((a)*)*)*)*", "a" * 100000))
    attempt("xml", lambda: ElementTree.fromstring("<a>" * 20000 + "</a>" * 20000))
    import pickle
    attempt("pickle", lambda: pickle.loads(b"(" * 100000 + b"l" * 100000 + b"."))
    attempt("pickle", lambda: pickle.loads(b"]" * 100000 + b"a" * 99999 + b"."))
    import struct
    attempt("struct", lambda: struct.calcsize("999999999999999999999i"))
    import operator
    attempt("sort", lambda: [[]].sort(key=lambda x: attempt("inner", lambda: None)))
    """)

    def test_unlimited_limit(self):
        # CPython itself crashes here: only that polygil doesn't is told.
        status, output, errors = self.run_with(POLYGIL, """
            import sys
            sys.setrecursionlimit(10 ** 9)
            def f(n):
                return f(n + 1)
            class A:
                def __repr__(self):
                    return repr(self) + ""
                def __eq__(self, other):
                    return (self,) == (other,)
            for what in lambda: f(1), lambda: repr(A()), lambda: A() == 1:
                try:
                    what()
                except (RecursionError, MemoryError) as error:
                    print(isinstance(error, Exception))
            x = []
            for _ in range(1000000):
                x = [x]
            try:
                repr(x)
            except RecursionError:
                print("data")
            """)
        self.assertEqual((status, output), (0, "True\nTrue\nTrue\ndata\n"), errors)

    def test_threads(self):
        self.same("""
            import threading
            def f(n):
                return f(n + 1)
            def run():
                try:
                    f(1)
                except RecursionError as error:
                    print(error)
                x = []
                for _ in range(100000):
                    x = [x]
                try:
                    repr(x)
                except RecursionError:
                    print("repr")
            for size in 0, 256 << 10, 1 << 20:
                threading.stack_size(size)
                thread = threading.Thread(target=run)
                thread.start()
                thread.join()
            """)

    def test_uncaught(self):
        status, output, errors = self.same("def f():\n    f()\nf()\n")
        self.assertEqual((status, errors), (1, "RecursionError: maximum recursion depth exceeded"))


HUNGRY = {
    "list": "x = []\nwhile True: x.append([None] * 1000)",
    "one list": "x = [0]\nwhile True: x += x",
    "dict": "x = {}\nfor i in range(10 ** 9): x[i] = str(i)",
    "set": "x = set()\nfor i in range(10 ** 9): x.add(str(i))",
    "strings": "x = 'ab'\nwhile True: x += x",
    "bytes": "x = bytearray(b'ab')\nwhile True: x.extend(x)",
    "repeat": "x = 'a' * (1 << 40)",
    "bytes repeat": "x = bytes(1 << 40)",
    "list repeat": "x = [1] * (1 << 36)",
    "int": "x = 1 << (1 << 40)",
    "int power": "x = 1 << (1 << 33)\nwhile True: x <<= 1 << 33",
    "format": "x = '%*d' % (1 << 30, 1)\ny = [x + str(i) for i in range(100)]",
    "join": "x = ','.join(['a' * 1000000] * 10000000)",
    "replace": "x = ('a' * 1000000).replace('a', 'b' * 1000000)",
    "range": "x = list(range(1 << 34))",
    "comprehension": "x = [str(i) for i in range(10 ** 9)]",
    "generator": "x = tuple(str(i) for i in range(10 ** 9))",
    "objects": "class A:\n    def __init__(self, x): self.x = x\nx = None\nwhile True: x = A(x)",
    "closures": "def f(x): return lambda: x\nx = None\nwhile True: x = f(x)",
    "json": "import json\nx = json.loads('[' + ','.join(['[1, \"abc\", {}]'] * 20000000) + ']')",
    "deque": "import collections\nx = collections.deque()\nwhile True: x.append([])",
    "array": "import array\nx = array.array('d', [0])\nwhile True: x.extend(x)",
    "io": "import io\nx = io.BytesIO()\nwhile True: x.write(b'a' * 1000000)",
    "string io": "import io\nx = io.StringIO()\nwhile True: x.write('a' * 1000000)",
    "sort": "x = list(range(10 ** 9))\nx.sort(key=str)",
    "zlib": "import zlib\nc = zlib.compressobj()\nd = b''.join([c.compress(bytes(1000000)) for _ in range(4000)] + [c.flush()])\nx = zlib.decompress(d)",
    "pickle": "import pickle\nx = pickle.dumps([str(i) for i in range(3000000)])\nwhile True: x = [pickle.loads(x), x]; x = pickle.dumps(x)",
    "compile": "x = compile('x = [' + '1.5, ' * 30000000 + ']', 'x', 'exec')",
    "re": "import re\nx = []\nwhile True: x.append(re.findall('a', 'a' * 1000000))",
    "split": "x = ('a ' * 100000000).split()",
    "slices": "x = [0] * 1000000\ny = []\nwhile True: y.append(x[:])",
    "chains": "x = ()\nwhile True: x = (x, x, [])",
    "exceptions": "x = []\nwhile True:\n    try: 1 / 0\n    except ZeroDivisionError as e: x.append(e)",
    "formatted": "x = f'{1:{1 << 40}}'",
    "memoryview": "x = [memoryview(bytes(1000000)) for _ in range(100000)]",
    "types": "x = []\nwhile True: x.append(type('A', (), {'a': [0] * 100}))",
    "generators": "def g():\n    yield [0] * 100\nx = []\nwhile True:\n    x.append(g()); next(x[-1])",
    "recursion": "import sys\nsys.setrecursionlimit(10 ** 8)\ndef f(n): return f([n])\nf(0)",
}


class Memory(Programs):

    def test_kinds_of_exhaustion(self):
        for name, text in HUNGRY.items():
            if name in ("recursion", "types"):
                continue  # the first may end by its depth; the garbage of the second is in cycles
            with self.subTest(name):
                program = f"""
try:
{textwrap.indent(text, "    ")}
except MemoryError as error:
    x = y = c = d = None
    print("MemoryError")
print(sum(range(100)), [1] * 3)
"""
                status, output, errors = self.run_with(POLYGIL, program, prepare=address_space(160 * MEGABYTE))
                self.assertEqual((status, output), (0, "MemoryError\n4950 [1, 1, 1]\n"), errors)

    def test_uncaught(self):
        for name, text in HUNGRY.items():
            with self.subTest(name):
                status, output, errors = self.run_with(POLYGIL, text, prepare=address_space(120 * MEGABYTE))
                self.assertEqual(status, 1, errors)
                self.assertRegex(errors, "^(MemoryError.*|RecursionError.*|lost sys.stderr)$")

    def test_any_limit_at_start(self):
        # Too little to start with is said so; with enough the program runs; nothing between ends by a signal.
        program = "import json, re, collections\nprint(len(json.dumps(list(range(1000)))))\n"
        works = []
        for megabytes in (*range(45, 130, 5), *range(130, 600, 37), 1000, 3000, 20000, 300000):
            status, output, errors = self.run_with(POLYGIL, program, prepare=address_space(megabytes * MEGABYTE))
            with self.subTest(megabytes=megabytes):
                self.assertIn(status, (0, 1), errors)
                self.assertEqual(output, "4890\n" if status == 0 else "")
            works.append(status == 0)
        self.assertEqual(works, sorted(works), "a program that runs needs no less with a larger limit")
        self.assertTrue(works[18], "125 MB are not enough")

    def test_limit_set_by_the_program(self):
        self.same("""
            import resource
            size = 700 << 20
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
            kept = [bytes(10 << 20) for _ in range(20)]
            print(len(kept))
            import threading, subprocess, json
            thread = threading.Thread(target=lambda: print("thread"))
            thread.start()
            thread.join()
            print(subprocess.run(["/bin/echo", "child"], stdout=subprocess.PIPE).stdout)
            try:
                while True:
                    kept.append(bytes(10 << 20))
            except MemoryError:
                print(len(kept) > 30)
            kept.clear()
            print(len([bytes(10 << 20) for _ in range(20)]))
            """)

    def test_sweep(self):
        # Memory ends at ever different places of a program that does a bit of everything.
        program = """
            import io, json, re, pickle, collections, struct, copy, textwrap
            def work(n):
                data = {"k%d" % i: [i, str(i), float(i), (i, None), {"x": i}] for i in range(n)}
                text = json.dumps(data)
                assert json.loads(text).keys() == data.keys()
                assert pickle.loads(pickle.dumps(data)) == data
                found = re.findall(r"(\\w+)", text)
                counted = collections.Counter(found)
                class Thing:
                    def __init__(self, x): self.x, self.y = x, [x]
                things = [Thing(i) for i in range(n)]
                things.sort(key=lambda t: -t.x)
                copied = copy.deepcopy(data)
                lines = "\\n".join(textwrap.wrap(text[:2000]))
                return len(counted), len(things), len(copied), sum(len(b) for b in map(str.encode, found)), len(lines)
            n, last = 10, None
            while True:
                try:
                    last = work(n)
                    n = n * 3 // 2
                except MemoryError:
                    break
            print("end", work(10))
            """
        for kilobytes in range(100000, 120000, 1237):
            with self.subTest(kilobytes=kilobytes):
                status, output, errors = self.run_with(POLYGIL, program, prepare=address_space(kilobytes * 1024))
                self.assertEqual((status, output[:4]), (0, "end "), errors)

    def test_threads_that_cannot_start(self):
        status, output, errors = self.run_with(POLYGIL, """
            import threading
            stop, started = threading.Event(), []
            try:
                while len(started) < 5000:
                    thread = threading.Thread(target=stop.wait)
                    thread.start()
                    started.append(thread)
            except (RuntimeError, MemoryError) as error:
                print(type(error).__name__)
            stop.set()
            for thread in started:
                thread.join()
            print("end")
            """, prepare=address_space(400 * MEGABYTE))
        self.assertEqual((status, output), (0, "RuntimeError\nend\n"), errors)


class Disks(Programs):

    def test_full_device(self):
        self.same("""
            import errno, io, os, sys
            def attempt(what):
                try:
                    print(what())
                except OSError as error:
                    print(type(error).__name__, error.errno == errno.ENOSPC, error)
            def unbuffered():
                with open("/dev/full", "wb", 0) as file:
                    return file.write(b"x")
            def buffered():
                with open("/dev/full", "wb") as file:
                    file.write(b"x" * 100)
            def large():
                file = open("/dev/full", "wb")
                try:
                    file.write(b"x" * 1000000)
                finally:
                    file.raw.close()
            def text():
                with open("/dev/full", "w") as file:
                    print("x" * 10, file=file)
            def flush():
                file = open("/dev/full", "w")
                file.write("x")
                try:
                    file.flush()
                finally:
                    try:
                        file.close()
                    except OSError as error:
                        print("again", error)
            def low():
                return os.write(os.open("/dev/full", os.O_WRONLY), b"x")
            for what in unbuffered, buffered, large, text, flush, low:
                attempt(what)
            """)

    def test_full_standard_output(self):
        for text in ("print('x')", "print('x' * 100000)", "import sys\nsys.stdout.write('x')\nsys.stdout.flush()",
                     "print('x')\nraise SystemExit(3)", "print('x', flush=True)", "import os\nos.write(1, b'x')", "1/0",
                     "print('x')\n1/0", "import sys\nsys.stderr.write('x')", "input()", "import sys\nsys.stdout.close()"):
            for name in "stdout", "stderr":
                with self.subTest(text=text, name=name), open("/dev/full", "w") as full:
                    self.same(text, **{name: full})

    def test_limited_file_size(self):
        self.same("""
            import errno, os, signal
            try:
                with open("file", "wb") as file:
                    for _ in range(100):
                        file.write(b"x" * 1000)
            except OSError as error:
                print(error.errno == errno.EFBIG, error)
            print(os.path.getsize("file"))
            os.unlink("file")
            try:
                with open("file", "w") as file:
                    file.write("y" * 100000)
            except OSError as error:
                print(error)
            print(os.path.getsize("file"), signal.getsignal(signal.SIGXFSZ))
            """, prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000)))

    def test_caches_that_cannot_be_written(self):
        with open(os.path.join(self.folder, "imported.py"), "w") as file:
            file.write("value = " + repr(list(range(3000))))
        # (CPython reads what it could write the beginning of, and fails.)
        text = "import imported\nprint(len(imported.value))\n"
        path = os.path.join(self.folder, "program.py")
        with open(path, "w") as file:
            file.write(text)
        for limit in 0, 1, 100, 1000, 0:
            for _ in range(2):
                with self.subTest(limit):
                    done = subprocess.run(
                        [*POLYGIL, "-S", path], cwd=self.folder, capture_output=True, text=True, timeout=TIMEOUT,
                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
                        env={"PATH": "/usr/bin", "PYTHONPYCACHEPREFIX": self.folder + "/caches"})
                    self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "3000\n", ""))

    def test_small_file_system(self):
        folder = os.path.join(self.folder, "small")
        os.mkdir(folder)
        mounted = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True).returncode == 0
        if not mounted:
            self.skipTest("no tmpfs can be mounted here")
        try:
            self.same("""
                import os, shutil, tempfile
                os.chdir("small")
                try:
                    with open("file", "wb") as file:
                        for _ in range(1000):
                            file.write(b"x" * 1000)
                except OSError as error:
                    print(error, error.errno)
                print(os.path.getsize("file") <= 65536)
                for what in lambda: shutil.copy("file", "other"), lambda: os.mkdir("folder"), lambda: open("f", "w").close():
                    try:
                        what()
                        print("works")
                    except OSError as error:
                        print(error)
                for name in os.listdir("."):
                    os.remove(name) if os.path.isfile(name) else os.rmdir(name)
                """)
        finally:
            subprocess.run(["umount", folder], check=True)


class Descriptors(Programs):

    def test_closed_at_start(self):
        texts = {
            "streams": "import sys, os\nos.write(3, repr([sys.stdin is None, sys.stdout is None, sys.stderr is None]).encode())",
            "print": "print('x')\nimport os\nos.write(3, b'end')",
            "input": "try:\n    input()\nexcept Exception as e:\n    import os\n    os.write(3, repr(e).encode())",
            "raise": "raise ValueError('x')",
            "exit": "raise SystemExit('text')",
            "open": "import os\nf = open(__file__)\nos.write(3, repr((f.fileno(), f.read(1))).encode())",
            "warn": "import warnings\nwarnings.warn('x')\nimport os\nos.write(3, b'end')",
            "unraisable": "class A:\n    def __del__(self): 1 / 0\nA()\nimport os\nos.write(3, b'end')",
            "child": "import subprocess, os\nos.write(3, repr(subprocess.run(['/bin/true']).returncode).encode())",
            "thread": "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()\nimport os\nos.write(3, b'end')",
        }
        for closed in ((0,), (1,), (2,), (0, 1), (1, 2), (0, 2), (0, 1, 2)):
            for name, text in texts.items():
                with self.subTest(closed=closed, name=name):
                    results = [self.run_closed(interpreter, text, closed) for interpreter in (CPYTHON, POLYGIL)]
                    self.assertEqual(*reversed(results))

    def run_closed(self, interpreter, text, closed):
        read, write = os.pipe()
        def prepare():
            os.dup2(write, 3)
            for descriptor in closed:
                os.close(descriptor)
        try:
            result = self.run_with(interpreter, text, prepare=prepare, close_fds=False)
        finally:
            os.close(write)
            with os.fdopen(read, "rb") as file:
                told = file.read()
        return (*result, told)

    def test_closed_while_running(self):
        for text in ("import os\nos.close(1)\nprint('x')", "import os\nos.close(2)\n1 / 0", "import os\nos.close(0)\ninput()",
                     "import os, sys\nos.close(1)\nsys.stdout.close()", "import sys\nsys.stdout = None\nprint('x')",
                     "import sys\ndel sys.stdout\nprint('x')", "import sys\nsys.stderr = None\n1 / 0", "import sys\ndel sys.stderr\n1/0",
                     "import sys\nsys.stdin = None\ninput()", "import sys\ndel sys.stdin\ninput()", "import sys\nsys.stdout.close()\nprint('x')",
                     "import os\nf = open(__file__)\nos.close(f.fileno())\nf.read()", "import os\nos.close(99)",
                     "import os\nf = open('x', 'w')\nf.write('y')\nos.close(f.fileno())\nf.close()",
                     "import sys\nsys.stdout = sys.stderr = 5\nprint(1)"):
            with self.subTest(text):
                self.same(text)

    def test_no_more_descriptors(self):
        self.same("""
            import errno, os, socket, subprocess, sys, tempfile, threading
            kept = []
            def attempt(what):
                try:
                    while True:
                        kept.append(what())
                except OSError as error:
                    print(type(error).__name__, error.errno == errno.EMFILE)
                except ImportError as error:
                    print(error)
                finally:
                    while kept:
                        x = kept.pop()
                        x.close() if hasattr(x, "close") else [os.close(d) for d in (x if isinstance(x, tuple) else (x,))]
            attempt(lambda: open("/dev/null"))
            attempt(os.pipe)
            attempt(socket.socketpair().__class__ and socket.socket)
            attempt(lambda: os.open("/", os.O_RDONLY))
            attempt(tempfile.TemporaryFile)
            files = []
            try:
                while True:
                    files.append(open("/dev/null"))
            except OSError:
                pass
            for what in (lambda: subprocess.run(["/bin/true"]), lambda: os.listdir("."), lambda: socket.create_connection(("127.0.0.1", 1)),
                         lambda: exec("raise ValueError"), lambda: os.urandom(3).__len__()):
                try:
                    print(what() is not None)
                except (OSError, ImportError, ValueError) as error:
                    print(type(error).__name__, getattr(error, "errno", None))
            """, prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20)))


BUSY = """
    import sys, os, re, json, time, threading, collections, pickle
    def work(n):
        d = {}
        for i in range(n):
            d[i % 100] = [str(i), (i, {})]
        json.loads(json.dumps(list(d.values())))
        pickle.loads(pickle.dumps(d))
        re.findall("[a-z]+|[0-9]+", "abc 123 " * 50)
        sorted(range(200), key=lambda x: -x)
        "".join(map(str, range(100))).replace("1", "ab")
        def g():
            try:
                yield from range(50)
            finally:
                pass
        sum(g())
        class A:
            def __del__(self): pass
        [A() for _ in range(10)]
        compile("x = [i for i in range(10)]", "x", "exec")
"""


class Signals(Programs):

    def test_interrupts_at_any_moment(self):
        status, output, errors = self.run_with(POLYGIL, BUSY + """
    import signal
    count = caught = 0
    armed = False
    def handler(number, frame):
        global count, armed
        count += 1
        if armed:
            armed = False
            raise InterruptedError
    signal.signal(signal.SIGALRM, handler)
    sys.unraisablehook = lambda arguments: None
    signal.setitimer(signal.ITIMER_REAL, 0.0007, 0.0007)
    end = time.monotonic() + 3
    while time.monotonic() < end:
        try:
            armed = True
            work(100)
            armed = False
        except InterruptedError:
            caught += 1
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(count > 20, caught > 20)
    """)
        self.assertEqual((status, output), (0, "True True\n"), errors)

    def test_handlers_that_do_not_raise(self):
        status, output, errors = self.run_with(POLYGIL, BUSY + """
    import signal
    count = 0
    def handler(number, frame):
        global count
        count += 1
        work(3)
    for number in signal.SIGALRM, signal.SIGUSR1:
        signal.signal(number, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    end = time.monotonic() + 2
    threads = [threading.Thread(target=lambda: [work(50) for _ in range(20)]) for _ in range(3)]
    for thread in threads: thread.start()
    while time.monotonic() < end:
        work(100)
        os.kill(os.getpid(), signal.SIGUSR1)
    for thread in threads: thread.join()
    signal.setitimer(signal.ITIMER_REAL, 0)
    print(count > 50)
    """)
        self.assertEqual((status, output), (0, "True\n"), errors)

    def test_interrupt_ends_a_program(self):
        # SIGINT while it starts, imports, computes, waits or ends: killed by it, or a KeyboardInterrupt first.
        program = BUSY + """
    import asyncio, typing, unittest, logging
    for _ in range(40):
        work(100)
    time.sleep(0.05)
    """
        path = os.path.join(self.folder, "program.py")
        with open(path, "w") as file:
            file.write(textwrap.dedent(program))
        for step in range(60):
            with subprocess.Popen([*POLYGIL, "-S", "-B", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True, cwd=self.folder, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler)) as child:
                time.sleep(step * 0.004)
                child.send_signal(signal.SIGINT)
                output, errors = child.communicate(timeout=TIMEOUT)
            self.assertIn(child.returncode, (0, 1, -signal.SIGINT), (step, errors[-500:]))
            if errors:
                self.assertIn("KeyboardInterrupt", errors, step)

    def test_blocking_calls(self):
        self.same("""
            import os, select, signal, socket, subprocess, threading, time
            class Woken(Exception): pass
            def handler(number, frame):
                raise Woken
            signal.signal(signal.SIGALRM, handler)
            read, write = os.pipe()
            a, b = socket.socketpair()
            lock = threading.Lock()
            lock.acquire()
            file = open(read, "rb", closefd=False)
            poll = select.poll()
            poll.register(read)
            for what in (lambda: time.sleep(20), lambda: os.read(read, 1), lambda: a.recv(1), lambda: lock.acquire(),
                         lambda: lock.acquire(timeout=20), lambda: select.select([read], [], []), lambda: file.read(5),
                         lambda: poll.poll(), lambda: threading.Event().wait(), lambda: threading.Condition().acquire() and signal.pause(),
                         lambda: subprocess.run(["/bin/sleep", "20"]), lambda: os.waitpid(os.posix_spawn("/bin/sleep", ["sleep", "1"], {}), 0),
                         lambda: signal.pause(),
                         lambda: [x for x in iter(int, 1)], lambda: exec("while 1: pass"),
                         lambda: __import__("re").match(r"(a|aa)*b", "a" * 60), lambda: max(iter(lambda: 1, 0))):
                signal.setitimer(signal.ITIMER_REAL, 0.1)
                try:
                    what()
                    print("no end")
                except Woken:
                    print("woken")
            """)

    def test_interrupted_calls_go_on(self):
        self.same("""
            import os, signal, time, threading
            ticks = []
            signal.signal(signal.SIGALRM, lambda *a: ticks.append(1))
            signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
            started = time.monotonic()
            time.sleep(0.3)
            print(time.monotonic() - started >= 0.3, len(ticks) > 5)
            read, write = os.pipe()
            threading.Timer(0.3, os.write, (write, b"abc")).start()
            print(os.read(read, 5), open(read, "rb", 0, closefd=False).readable())
            lock = threading.Lock()
            lock.acquire()
            started = time.monotonic()
            print(lock.acquire(timeout=0.2), time.monotonic() - started >= 0.2)
            signal.setitimer(signal.ITIMER_REAL, 0)
            """)

    def test_closed_pipe(self):
        for text in ("import sys\nfor i in range(100000): print(i)", "print('x')", "import sys\nsys.stdout.write('x' * 1000000)",
                     "import os\nos.write(1, b'x')"):
            with self.subTest(text):
                results = []
                for interpreter in CPYTHON, POLYGIL:
                    read, write = os.pipe()
                    os.close(read)
                    try:
                        results.append(self.run_with(interpreter, text, stdout=write))
                    finally:
                        os.close(write)
                self.assertEqual(*reversed(results))


if __name__ == "__main__":
    unittest.main()
