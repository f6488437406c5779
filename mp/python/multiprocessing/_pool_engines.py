"""The engines behind pools: one of worker processes, one of threads.

The engine of processes has a table in shared memory (_polygil_mp.Table) in which any idle worker takes the next task;
its slot says who has it, so the end of a worker fails that task alone and another worker takes its place. One thread of
the parent receives results and the notes of workers' ends.
"""

import collections
import itertools
import queue
import signal
import sys
import threading
import time

import _polygil_mp

from ._pool_results import MapResult
from ._pool_worker import DIED, FAILURE, RESULT, RemoteTraceback, Table, execute, work
from .context import WorkerLostError

RUN, CLOSE, TERMINATE = "RUN", "CLOSE", "TERMINATE"

_TASK_SLOTS = 4096


class Feed:
    """The tasks of one job that are still to be queued."""

    def __init__(self, job, mode, function, payloads):
        self.job, self.mode, self.function, self.payloads = job, mode, function, payloads
        self.count = 0
        self.pending = None


class Engine:
    """What processes and threads have in common. `lock` guards submitting and entering into `running`.

    Jobs whose items are at hand are queued by their callers, and by whoever frees a slot. Iterables of imap(), which
    may take their time, are read by a thread of their own.
    """

    def __init__(self):
        self.state = RUN
        self.lock = threading.RLock()
        self.feeds = collections.deque()
        self.feeding = False
        self.running = {}
        self.slow_feeds = queue.SimpleQueue()
        self.slow_count = 0
        self.slow_thread = None
        self.room = threading.Event()
        self.room_wanted = False

    def add(self, feed):
        with self.lock:
            self.feeds.append(feed)
            self.feed()

    def add_slow(self, feed):
        with self.lock:
            self.slow_count += 1
            if self.slow_thread is None:
                self.slow_thread = threading.Thread(target=self.feed_slowly, name="PoolItems", daemon=True)
                self.slow_thread.start()
        self.slow_feeds.put(feed)

    def feed(self):
        """Queues what there is room for. Lock held."""
        if self.feeding:
            return  # called back from within
        self.feeding = True
        try:
            while self.feeds and self.feed_one(self.feeds[0]):
                self.feeds.popleft()
        finally:
            self.feeding = False

    def feed_one(self, feed):
        """Queues the tasks of one job; false if there is no room for all."""
        while feed.pending is not None or self.next_message(feed):
            if not self.submit(feed.pending, (feed.job, feed.count)):
                return False
            feed.pending = None
            feed.count += 1
        return True

    def next_message(self, feed):
        """Makes feed.pending; false at the end."""
        while True:
            try:
                payload = next(feed.payloads)
            except StopIteration:
                return False
            except Exception as e:
                # The iterable is at fault: its exception takes the place of the next result.
                feed.job._set(feed.count, False, e)
                feed.count += 1
                return False
            try:
                feed.pending = self.prepare(feed, payload)
                return True
            except Exception as e:
                feed.job._set(feed.count, False, e)
                feed.count += 1

    def feed_slowly(self):
        """The thread that reads iterables."""
        while (feed := self.slow_feeds.get()) is not None:
            while self.state != TERMINATE and self.next_message(feed):
                while self.state != TERMINATE and not self.submit_slow(feed):
                    self.room.wait(1)
                    self.room.clear()
            feed.job._set_length(feed.count)
            with self.lock:
                self.slow_count -= 1
            self.look_again()
            feed = None

    def submit_slow(self, feed):
        with self.lock:
            if not self.feeds and self.submit(feed.pending, (feed.job, feed.count)):
                feed.pending = None
                feed.count += 1
                return True
            self.room_wanted = True
            return False

    def look_again(self):
        """A closed pool may be finished now."""

    def stop_feeding(self):
        self.slow_feeds.put(None)
        self.room.set()

    def idle(self):
        return not self.feeds and not self.running and not self.slow_count

    def fail_all(self, make_error):
        with self.lock:
            feeds, self.feeds = self.feeds, collections.deque()
            running, self.running = self.running, {}
        for job, index in running.values():
            job._set(index, False, make_error())
        for feed in feeds:
            if isinstance(feed.job, MapResult):
                while feed.job._left > 0:
                    feed.job._set(0, False, make_error())
            else:
                feed.job._set(feed.count, False, make_error())


class ProcessEngine(Engine):
    def __init__(self, ctx, processes, initializer, initargs, maxtasks):
        super().__init__()
        self.ctx, self.size = ctx, processes
        self.initializer, self.initargs, self.maxtasks = initializer, initargs, maxtasks
        self.table = Table(processes, _TASK_SLOTS)
        self.workers = {}  # place -> Process
        self.failed_starts = 0
        self.restarts = 0
        try:
            for _ in range(processes):
                self.start_worker()
        except BaseException:
            for worker in self.workers.values():
                worker.terminate()
            for worker in self.workers.values():
                worker.join()
            raise
        self.thread = threading.Thread(target=self.receive, name="PoolResults", daemon=True)
        self.thread.start()

    # Workers.

    def start_worker(self):
        place = self.table.allocate_worker()
        if place is None:
            return
        worker = self.ctx.Process(target=work, args=(
            self.table, place, self.initializer, self.initargs, self.maxtasks))
        worker.name = worker.name.replace("Process", "PoolWorker")
        worker.daemon = True
        worker.start()
        self.workers[place] = worker
        if (pid := getattr(worker, "pid", None)) is not None:
            self.table.watch(place, pid)

    def worker_ended(self, place, pid):
        worker = self.workers.get(place)
        if worker is None or worker.pid != pid:
            return
        worker.join()
        exitcode = worker.exitcode
        del self.workers[place]
        lost = []
        with self.lock:
            for slot in self.table.lost_tasks(place):
                entry = self.running.pop(slot, None)
                self.table.free(slot)
                if entry is not None:
                    lost.append(entry)
        started = any(row["pid"] == pid and row["tasks"] for row in self.table.stats()["workers"])
        self.table.bury(place)
        if self.state == TERMINATE:
            return
        for job, index in lost:
            job._set(index, False, lost_error(pid, exitcode))
        self.failed_starts = 0 if started or lost or exitcode == 0 else self.failed_starts + 1
        if self.failed_starts > 3 * self.size + 3:
            self.fail_all(lambda: RuntimeError("the workers of the pool end before their first task"))
            self.failed_starts = 0
        if self.state == RUN or not self.idle():
            self.restarts += 1
            self.start_worker()

    # Tasks.

    def prepare(self, feed, payload):
        function = feed.function
        if not isinstance(function, bytes):
            # Serialised once per job, not once per task.
            feed.function = function = _polygil_mp.dumps(function)
        return self.table.prepare(feed.mode, function, payload)

    def submit(self, message, entry):
        slot = self.table.submit(message)
        if slot is None:
            return False
        self.running[slot] = entry
        return True

    def receive(self):
        """The thread that receives results."""
        next_result, free = self.table.next_result, self.table.free
        while True:
            item = next_result()
            if self.state == TERMINATE:
                break
            if item is not None:
                kind, slot, value = item
                if kind <= FAILURE:
                    entry = self.running.pop(slot, None)
                    if entry is None:
                        with self.lock:  # it is being entered
                            entry = self.running.pop(slot, None)
                    free(slot)
                    if self.room_wanted:
                        self.room_wanted = False
                        self.room.set()
                    if self.feeds:
                        with self.lock:
                            self.feed()
                    if entry is not None:
                        self.deliver(entry, kind, value)
                elif kind == DIED:
                    self.worker_ended(value[0], value[1])
            item = value = entry = None
            if self.state == CLOSE and self.idle():
                self.table.shutdown()
                if not self.workers:
                    break

    def deliver(self, entry, kind, value):
        job, index = entry
        if kind == FAILURE:
            value, text = value
            if text is not None:
                value.__cause__ = RemoteTraceback(text)
        try:
            job._set(index, kind == RESULT, value)
        except Exception:
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))

    # The end.

    def look_again(self):
        self.table.wake()

    def close(self):
        if self.state == RUN:
            self.state = CLOSE
            self.stop_feeding()
            self.table.wake()

    def terminate(self):
        if self.state == TERMINATE and not self.workers:
            return
        self.state = TERMINATE
        self.stop_feeding()
        self.table.shutdown()
        for worker in list(self.workers.values()):
            worker.terminate()
        self.table.wake()
        if self.thread is not threading.current_thread():
            self.thread.join()
        deadline = time.monotonic() + 2
        for worker in list(self.workers.values()):
            worker.join(max(0, deadline - time.monotonic()))
            if worker.is_alive():
                worker.kill()
                worker.join()
        self.workers.clear()
        self.fail_all(lambda: RuntimeError("the pool was terminated"))

    def join(self):
        self.thread.join()
        for worker in list(self.workers.values()):
            worker.join()

    def stats(self):
        stats = self.table.stats()
        stats["workers_restarted"] = self.restarts
        stats["tasks_running"] = len(self.running)
        return stats


def lost_error(pid, exitcode):
    if exitcode is not None and exitcode < 0:
        try:
            how = "was killed by signal %d (%s)" % (-exitcode, signal.Signals(-exitcode).name)
        except ValueError:
            how = "was killed by signal %d" % -exitcode
    else:
        how = "exited with status %s" % exitcode
    return WorkerLostError("worker process %d %s while it had this task" % (pid, how), pid, exitcode)


class ThreadEngine(Engine):
    def __init__(self, processes, initializer, initargs):
        super().__init__()
        self.size = processes
        self.tasks = queue.SimpleQueue()
        self.numbers = itertools.count()
        self.workers = [threading.Thread(target=self.work, args=(initializer, initargs), daemon=True)
                        for _ in range(processes)]
        for worker in self.workers:
            worker.start()

    def prepare(self, feed, payload):
        return feed.mode, feed.function, payload

    def submit(self, message, entry):
        number = next(self.numbers)
        self.running[number] = entry
        self.tasks.put((number, message))
        return True

    def work(self, initializer, initargs):
        if initializer is not None:
            initializer(*initargs)
        while (task := self.tasks.get()) is not None:
            number, message = task
            try:
                success, value = True, execute(*message)
            except Exception as e:
                success, value = False, e
            entry = self.running.pop(number, None)
            if entry is not None and self.state != TERMINATE:
                entry[0]._set(entry[1], success, value)
            task = message = value = entry = None

    def look_again(self):
        if self.state == CLOSE and not self.slow_count:
            for _ in self.workers:
                self.tasks.put(None)

    def close(self):
        if self.state == RUN:
            self.state = CLOSE
            self.stop_feeding()
            self.look_again()

    def terminate(self):
        self.state = TERMINATE
        self.stop_feeding()
        self.running.clear()
        try:
            while True:
                self.tasks.get_nowait()
        except queue.Empty:
            pass
        for _ in self.workers:
            self.tasks.put(None)

    def join(self):
        for worker in self.workers:
            worker.join()

    def stats(self):
        return {"bytes_sent": 0, "bytes_received": 0, "tasks_running": len(self.running), "workers": []}
