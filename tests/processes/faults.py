"""Killed workers and the like: what CPython's multiprocessing hangs on. Run with polygil."""

import multiprocessing as mp
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

EXTRA = 100


def slow(x):
    time.sleep(0.01)
    return x


def killed_at_seven(x):
    if x == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(x)


def tells_and_sleeps(path):
    with open(path, "w") as file:
        file.write(str(os.getpid()))
    time.sleep(60)


def own_pid(_):
    return os.getpid()


def exits(status):
    os._exit(status)


def same(x):
    return x


def makes_lock(_):
    return threading.Lock()


def fails_to_start():
    raise ValueError("in the initializer")


class TwoArguments(Exception):
    def __init__(self, first, second):
        super().__init__(first)


def raises_what_cannot_travel(_):
    raise TwoArguments(1, 2)


class PoolFaults(unittest.TestCase):
    def setUp(self):
        self.segments = set(os.listdir("/dev/shm"))

    def tearDown(self):
        self.assertEqual(set(os.listdir("/dev/shm")) - self.segments, set())

    def test_killed_worker_fails_its_task_only(self):
        with mp.Pool(2) as pool:
            start = time.monotonic()
            results = [pool.apply_async(killed_at_seven, (i,)) for i in range(20)]
            for i, result in enumerate(results):
                if i != 7:
                    self.assertEqual(result.get(10), i)
                    continue
                with self.assertRaises(mp.WorkerLostError) as caught:
                    result.get(10)
                self.assertEqual(caught.exception.exitcode, -signal.SIGKILL)
                self.assertIn("SIGKILL", str(caught.exception))
            self.assertLess(time.monotonic() - start, 5)
            self.assertEqual(pool.map(slow, range(4)), [0, 1, 2, 3])
            self.assertEqual(pool.stats()["workers_restarted"], 1)

    def test_worker_killed_in_the_middle_of_a_task(self):
        for method in "fork", "spawn", "forkserver":
            with self.subTest(method), tempfile.TemporaryDirectory() as folder, mp.get_context(method).Pool(2) as pool:
                path = os.path.join(folder, "pid")
                lost = pool.apply_async(tells_and_sleeps, (path,))
                others = [pool.apply_async(slow, (i,)) for i in range(20)]
                while not (os.path.exists(path) and os.path.getsize(path)):
                    time.sleep(0.01)
                with open(path) as file:
                    pid = int(file.read())
                killed = time.monotonic()
                os.kill(pid, signal.SIGKILL)
                with self.assertRaises(mp.WorkerLostError) as caught:
                    lost.get(10)
                self.assertLess(time.monotonic() - killed, 1)
                self.assertEqual(caught.exception.pid, pid)
                self.assertEqual([other.get(30) for other in others], list(range(20)))
                self.assertNotIn(pid, pool.map(own_pid, range(10), 1))

    def test_workers_are_renewed_after_their_tasks(self):
        with mp.Pool(2, maxtasksperchild=3) as pool:
            pids = pool.map(own_pid, range(60), 1)
        self.assertLessEqual(max(pids.count(pid) for pid in pids), 3)

    def test_hundred_exits_in_a_row(self):
        with mp.Pool(2) as pool:
            for _ in range(100):
                with self.assertRaises(mp.WorkerLostError) as caught:
                    pool.apply(exits, (9,))
                self.assertEqual(caught.exception.exitcode, 9)
            self.assertEqual(pool.apply(same, (1,)), 1)

    def test_idle_worker_killed_is_replaced(self):
        with mp.Pool(2) as pool:
            self.assertEqual(pool.map(same, range(4)), [0, 1, 2, 3])
            os.kill(pool._pool[0].pid, signal.SIGKILL)
            self.assertEqual(pool.map(slow, range(50)), list(range(50)))

    def test_objects_that_cannot_travel(self):
        with mp.Pool(1) as pool:
            with self.assertRaises(TypeError):
                pool.apply(same, (threading.Lock(),))
            with self.assertRaises(mp.pool.MaybeEncodingError):
                pool.apply(makes_lock, (1,))
            with self.assertRaises(TypeError):
                pool.apply(raises_what_cannot_travel, (1,))
            self.assertEqual(pool.apply(same, (2,)), 2)

    def test_initializer_that_fails(self):
        read, write = os.pipe()
        saved = os.dup(2)
        os.dup2(write, 2)
        try:
            with mp.Pool(1, fails_to_start) as pool:
                with self.assertRaises(RuntimeError):
                    pool.apply_async(same, (1,)).get(30)
        finally:
            os.dup2(saved, 2)
            for fd in (read, write, saved):
                os.close(fd)

    def test_interrupt_reaches_the_parent_alone(self):
        with mp.Pool(2) as pool:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
            with self.assertRaises(KeyboardInterrupt):
                pool.map(slow, range(10000), 1)

    def test_functions_by_value(self):
        with mp.Pool(2) as pool:
            self.assertEqual(pool.map(lambda x, factor=5: x * factor + EXTRA, [1, 2]), [105, 110])
            step = 3
            def count(n):
                return n if n <= 0 else count(n - step)
            self.assertEqual(pool.apply(count, (10,)), -2)

    def test_slow_iterable_does_not_hold_back_results(self):
        def items():
            for i in range(3):
                yield i
                time.sleep(0.3)
        with mp.Pool(2) as pool:
            start = time.monotonic()
            self.assertEqual(next(pool.imap(same, items())), 0)
            self.assertLess(time.monotonic() - start, 0.3)

    def test_results_outlive_the_last_reference_to_the_pool(self):
        self.assertEqual(mp.Pool(2).map_async(same, range(5)).get(10), [0, 1, 2, 3, 4])


def run_program(text, **options):
    """A program of its own, as a file, because spawned processes import it."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
        file.write(text)
    return file.name, subprocess.Popen([sys.executable, file.name], text=True, stdout=subprocess.PIPE, **options)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().split()[2] != "Z"
    except OSError:
        return False


ORPHANS = """
import multiprocessing as mp, sys, time
if __name__ == "__main__":
    pool = mp.get_context(%r).Pool(2)
    print(*(worker.pid for worker in pool._pool), flush=True)
    time.sleep(100)
"""

INTERRUPTED = """
import multiprocessing as mp, time
def slow(x):
    time.sleep(0.01)
if __name__ == "__main__":
    with mp.Pool(2) as pool:
        print("started", flush=True)
        pool.map(slow, range(100000), 1)
"""

NO_DESCRIPTORS = """
import multiprocessing as mp, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (30, 30))
made = []
for make in mp.Queue, mp.Pipe, mp.Pool:
    try:
        while True:
            made.append(make(2))
    except OSError as e:
        print(e.errno)
"""


def local_work():
    local = queue.Queue()
    local.put(threading.current_thread())
    local.get()
    import json
    json.dumps([1, 2])


class Programs(unittest.TestCase):
    def test_workers_end_with_a_killed_parent(self):
        for method in "fork", "spawn", "forkserver":
            with self.subTest(method):
                path, parent = run_program(ORPHANS % method, stderr=subprocess.DEVNULL)
                with parent:
                    pids = [int(pid) for pid in parent.stdout.readline().split()]
                    time.sleep(0.3)
                    parent.kill()
                self.assertEqual(len(pids), 2)
                deadline = time.monotonic() + 10
                while any(map(is_running, pids)) and time.monotonic() < deadline:
                    time.sleep(0.05)
                self.assertEqual([pid for pid in pids if is_running(pid)], [])
                os.unlink(path)

    def test_interrupt_of_the_whole_group_shows_one_traceback(self):
        path, parent = run_program(INTERRUPTED, stderr=subprocess.PIPE, start_new_session=True)
        with parent:
            parent.stdout.readline()
            time.sleep(0.3)
            os.killpg(parent.pid, signal.SIGINT)
            errors = parent.communicate(timeout=20)[1]
        os.unlink(path)
        self.assertEqual(parent.returncode, -signal.SIGINT)
        self.assertEqual(errors.count("Traceback"), 1)

    def test_no_descriptors_left_is_an_error(self):
        path, program = run_program(NO_DESCRIPTORS)
        with program:
            output = program.communicate(timeout=20)[0]
        os.unlink(path)
        self.assertEqual(output.split(), ["24", "24", "24"])


class OtherFaults(unittest.TestCase):
    def test_fork_with_busy_threads(self):
        work, stop = queue.Queue(), threading.Event()
        def churn():
            while not stop.is_set():
                work.put(list(map(str, range(50))))
                work.get()
        threads = [threading.Thread(target=churn) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(30):
                process = mp.Process(target=local_work)
                process.start()
                process.join(20)
                self.assertEqual(process.exitcode, 0)
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def test_lock_of_a_killed_process_is_given_back(self):
        lock = mp.Lock()
        def hold():
            lock.acquire()
            os.kill(os.getpid(), signal.SIGKILL)
        process = mp.Process(target=hold)
        process.start()
        process.join()
        self.assertTrue(lock.acquire(timeout=5))

    def test_queue_survives_killed_producers(self):
        queue = mp.Queue()
        def produce():
            for i in range(1000000):
                queue.put(("item", i))
        for _ in range(10):
            process = mp.Process(target=produce)
            process.start()
            time.sleep(0.02)
            process.kill()
            process.join()
        while not queue.empty():
            self.assertEqual(queue.get(timeout=5)[0], "item")
        queue.put("end")
        self.assertEqual(queue.get(timeout=5), "end")

    def test_large_items_before_join(self):
        queue = mp.Queue()
        process = mp.Process(target=queue.put, args=(b"x" * (1 << 22),))
        process.start()
        process.join()
        self.assertEqual(len(queue.get(timeout=5)), 1 << 22)


if __name__ == "__main__":
    unittest.main()
