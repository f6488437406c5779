"""Killed workers and the like: what CPython's multiprocessing hangs on. Run with polygil."""

import multiprocessing as mp
import os
import signal
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


class OtherFaults(unittest.TestCase):
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
