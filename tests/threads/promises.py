"""Threads of polygil: what they promise beyond CPython, told by the GIL's own counters.

Nothing here depends on how fast the machine is: where time matters, the switch interval
is made so long that only the wrong behaviour would have to wait for it.
"""

import _polygil
import contextlib
import gc
import os
import signal
import socket
import sys
import threading
import time
import unittest


def rows():
    """The GIL's counters by native thread id."""
    return {row["native_id"]: row for row in _polygil.gil_statistics()["threads"]}


@contextlib.contextmanager
def switch_interval(seconds):
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class Spinner(threading.Thread):
    """Computes until it is told to stop."""

    def __init__(self):
        super().__init__()
        self.stopped = False

    def run(self):
        x = 0
        while not self.stopped:
            x += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stopped = True
        self.join()


class Convoy(unittest.TestCase):
    REQUESTS = 100

    def exchange(self, client, server):
        """Sends requests from a process of its own; answers them here."""
        pid = os.fork()
        if pid == 0:
            status = 1
            with contextlib.suppress(OSError):
                client.settimeout(60)
                for _ in range(self.REQUESTS):
                    client.send(b"request")
                    client.recv(100)
                status = 0
            os._exit(status)
        server.settimeout(60)
        for _ in range(self.REQUESTS):
            request, sender = server.recvfrom(100)
            server.sendto(request, sender)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def test_io_thread_does_not_wait_for_the_slices_of_a_busy_one(self):
        with socket.socket(type=socket.SOCK_DGRAM) as server, \
                socket.socket(type=socket.SOCK_DGRAM) as client:
            server.bind(("127.0.0.1", 0))
            client.connect(server.getsockname())
            # Were a turn of the GIL to wait for the end of a slice, this would take minutes.
            with switch_interval(1.0), Spinner() as spinner:
                before = rows()
                self.assertEqual(self.exchange(client, server), 0)
                after = rows()
        mine, busy = threading.get_native_id(), spinner.native_id
        preempted = after[busy]["preempted_by_io"] - before[busy]["preempted_by_io"]
        waits = after[mine]["contended"] - before[mine]["contended"]
        waited = (after[mine]["waited_ns"] - before[mine]["waited_ns"]) / max(waits, 1)
        self.assertGreaterEqual(preempted, self.REQUESTS // 2)
        self.assertLess(waited, 0.25e9)

    def test_busy_threads_take_turns_of_a_slice(self):
        with switch_interval(0.002), Spinner() as one, Spinner() as two:
            before = rows()
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                time.sleep(0.01)
                now = rows()
                turns = [now[t.native_id]["releases"]["forced"] - before[t.native_id]["releases"]["forced"]
                         for t in (one, two)]
                if min(turns) >= 10:
                    break
        self.assertGreaterEqual(min(turns), 10)


class Counters(unittest.TestCase):
    def test_waiting_and_holding_are_seen(self):
        with Spinner() as spinner:
            time.sleep(0.05)
            row = rows()[spinner.native_id]
            self.assertFalse(row["ended"])
            self.assertNotEqual(row["holding"], row["waiting"])
            mine = rows()[threading.get_native_id()]
            self.assertTrue(mine["holding"])
        # A thread counts as joined a little before it has left.
        deadline = time.monotonic() + 60
        while spinner.native_id in rows() and time.monotonic() < deadline:
            time.sleep(0.001)
        self.assertNotIn(spinner.native_id, rows())

    def test_totals_are_sums_and_outlive_threads(self):
        with Spinner():
            time.sleep(0.02)
        statistics = _polygil.gil_statistics()
        for name in ("waited_ns", "held_ns", "acquisitions", "contended"):
            self.assertEqual(statistics[name], sum(row[name] for row in statistics["threads"]))
        self.assertGreater(statistics["contended"], 0)
        self.assertGreater(statistics["held_ns"], 0)

    def test_reasons_are_told_apart(self):
        def count(reason):
            return rows()[threading.get_native_id()]["releases"][reason]

        before = count("sleep")
        time.sleep(0.001)
        self.assertGreater(count("sleep"), before)
        reader, writer = os.pipe()
        os.write(writer, b"x")
        before = count("blocking I/O")
        os.read(reader, 1)
        self.assertGreater(count("blocking I/O"), before)
        os.close(reader)
        os.close(writer)
        lock = threading.Lock()
        lock.acquire()
        before = count("lock wait")
        lock.acquire(timeout=0.01)
        self.assertGreater(count("lock wait"), before)

    def test_switch_interval_is_kept(self):
        with switch_interval(0.125):
            self.assertEqual(sys.getswitchinterval(), 0.125)
        for wrong in (0.0, -1.0):
            with self.assertRaises(ValueError):
                sys.setswitchinterval(wrong)


class Many(unittest.TestCase):
    def test_thousand_threads(self):
        count, lock, go = [0], threading.Lock(), threading.Event()

        def work():
            go.wait()
            with lock:
                count[0] += 1

        threads = [threading.Thread(target=work) for _ in range(1000)]
        for thread in threads:
            thread.start()
        go.set()
        for thread in threads:
            thread.join()
        self.assertEqual(count, [1000])

    def test_objects_of_ended_threads_are_gone(self):
        def work():
            local.cycle = [{"number": n} for n in range(50)]
            local.cycle.append(local.cycle)

        local = threading.local()

        def round_of_threads():
            threads = [threading.Thread(target=work) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            gc.collect()
            return len(gc.get_objects())

        round_of_threads()
        first = round_of_threads()
        for _ in range(5):
            last = round_of_threads()
        self.assertLess(last - first, 100)


class Forks(unittest.TestCase):
    def test_child_of_a_busy_parent_can_use_threads(self):
        with Spinner(), Spinner():
            for _ in range(20):
                pid = os.fork()
                if pid == 0:
                    status = 1
                    if threading.active_count() == 1:
                        with Spinner():
                            time.sleep(0.001)
                        status = 0
                    os._exit(status)
                self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)


class Signals(unittest.TestCase):
    def test_main_thread_handles_them_beside_busy_threads(self):
        handled = []
        before = signal.signal(
            signal.SIGUSR1, lambda *_: handled.append(threading.get_ident()))
        try:
            with Spinner(), Spinner():
                for number in range(1, 21):
                    os.kill(os.getpid(), signal.SIGUSR1)
                    deadline = time.monotonic() + 60
                    while len(handled) < number and time.monotonic() < deadline:
                        pass
        finally:
            signal.signal(signal.SIGUSR1, before)
        self.assertEqual(handled, [threading.get_ident()] * 20)


if __name__ == "__main__":
    unittest.main()
