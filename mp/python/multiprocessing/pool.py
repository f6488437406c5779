"""Pools of worker processes (or threads).

A Pool is a front for an engine. The engine of processes has a table in shared memory (_polygil_mp.Table) in which any
idle worker takes the next task; its slot says who has it, so the end of a worker fails that task alone and another
worker takes its place. One thread of the parent receives results and the notes of workers' ends.
"""

import collections
import itertools
import os
import queue
import signal
import sys
import threading
import time
import types
import warnings
from _thread import allocate_lock

import _polygil_mp

from . import _passing
from . import get_context
from . import util
from .context import TimeoutError, WorkerLostError

__all__ = ["Pool", "ThreadPool"]

RUN, CLOSE, TERMINATE = "RUN", "CLOSE", "TERMINATE"

# What a worker does with function and payload.
_CALL, _MAP, _STARMAP = 0, 1, 2
# What comes out of the table.
_RESULT, _FAILURE, _DIED, _MESSAGE = 0, 1, 2, 3

_TASK_SLOTS = 4096


class _Table(_polygil_mp.Table):
    def __reduce_ex__(self, protocol):
        return _passing.reduce_table(self)


class RemoteTraceback(Exception):
    """The cause of an exception that came from a worker: the traceback there, as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class MaybeEncodingError(Exception):
    """A worker's result could not be sent."""

    def __init__(self, exc, value):
        self.exc, self.value = repr(exc), repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)


def _execute(mode, function, payload):
    if mode == _CALL:
        args, kwargs = payload
        return function(*args, **kwargs)
    if mode == _MAP:
        return [function(item) for item in payload]
    return [function(*item) for item in payload]


# -- The worker -----------------------------------------------------------------------------------


def _failure(error):
    import traceback
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return error, '\n"""\n%s"""' % text


def _report_failure(table, place, error):
    error, text = _failure(error)
    try:
        table.report(place, False, (error, text))
    except Exception as e:
        table.report(place, False, (MaybeEncodingError(e, error), text))


def _report(table, place, result):
    try:
        table.report(place, True, result)
    except Exception as e:
        _report_failure(table, place, MaybeEncodingError(e, result))


def _work(table, place, initializer, initargs, maxtasks):
    """The life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    table.start_worker(place)
    if initializer is not None:
        initializer(*initargs)
    next_task, report = table.next_task, table.report
    done = 0
    while maxtasks is None or done < maxtasks:
        try:
            task = next_task(place)
        except Exception as e:
            _report_failure(table, place, e)
            done += 1
            continue
        if task is None:
            break
        mode, function, payload = task
        try:
            result = _execute(mode, function, payload)
        except Exception as e:
            _report_failure(table, place, e)
        else:
            _report(table, place, result)
        task = mode = function = payload = result = None
        done += 1
    table.leave_worker(place)


# -- Jobs: what callers wait for ------------------------------------------------------------------


class AsyncResult:
    """A call, or the base of several. Keeps its pool alive until it is done."""

    def __init__(self, pool, callback=None, error_callback=None):
        self._pool = pool
        self._done = allocate_lock()
        self._done.acquire()
        self._ready = False
        self._success = True
        self._value = None
        self._callback, self._error_callback = callback, error_callback

    def ready(self):
        return self._ready

    def successful(self):
        if not self._ready:
            raise ValueError("{0!r} not ready".format(self))
        return self._success

    def wait(self, timeout=None):
        if self._ready:
            return
        if self._done.acquire(True, -1 if timeout is None else max(timeout, 0)):
            self._done.release()

    def get(self, timeout=None):
        self.wait(timeout)
        if not self._ready:
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _finish(self, success, value):
        self._success, self._value = success, value
        callback = self._callback if success else self._error_callback
        if callback:
            callback(value)
        self._ready = True
        self._pool = None
        self._done.release()

    def _set(self, index, success, value):
        self._finish(success, value)

    __class_getitem__ = classmethod(types.GenericAlias)


ApplyResult = AsyncResult


class MapResult(AsyncResult):
    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._chunksize = chunksize
        self._items = [None] * length
        self._error = None
        self._left = -(-length // chunksize) if chunksize > 0 else 0
        if length == 0:
            self._value = []
            self._ready = True
            self._pool = None
            self._done.release()

    def _set(self, index, success, value):
        self._left -= 1
        if success:
            start = index * self._chunksize
            self._items[start:start + self._chunksize] = value
        elif self._error is None:
            self._error = value
        if self._left == 0:
            if self._error is None:
                self._finish(True, self._items)
            else:
                self._finish(False, self._error)


class IMapIterator:
    """Results in the order of the items."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._items = collections.deque()
        self._index = 0
        self._length = None
        self._unsorted = {}

    def __iter__(self):
        return self

    def next(self, timeout=None):
        with self._cond:
            self._cond.wait_for(lambda: self._items or self._index == self._length, timeout)
            if not self._items:
                if self._index != self._length:
                    raise TimeoutError
                self._pool = None
                raise StopIteration
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _set(self, index, success, value):
        with self._cond:
            if index == self._index:
                self._add(success, value)
                while self._index in self._unsorted:
                    self._add(*self._unsorted.pop(self._index))
            else:
                self._unsorted[index] = success, value
            self._cond.notify()

    def _add(self, success, value):
        self._items.append((success, value))
        self._index += 1

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._cond.notify()


class IMapUnorderedIterator(IMapIterator):
    """Results as they come."""

    def _set(self, index, success, value):
        with self._cond:
            self._add(success, value)
            self._cond.notify()


def _flatten(iterator):
    for chunk in iterator:
        yield from chunk


def _chunks(iterable, size):
    iterator = iter(iterable)
    while chunk := tuple(itertools.islice(iterator, size)):
        yield chunk


# -- Engines --------------------------------------------------------------------------------------


class _Feed:
    """The tasks of one job that are still to be queued."""

    def __init__(self, job, mode, function, payloads):
        self.job, self.mode, self.function, self.payloads = job, mode, function, payloads
        self.count = 0
        self.pending = None


class _Engine:
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


class _ProcessEngine(_Engine):
    def __init__(self, ctx, processes, initializer, initargs, maxtasks):
        super().__init__()
        self.ctx, self.size = ctx, processes
        self.initializer, self.initargs, self.maxtasks = initializer, initargs, maxtasks
        self.table = _Table(processes, _TASK_SLOTS)
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
        worker = self.ctx.Process(target=_work, args=(
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
            job._set(index, False, _lost_error(pid, exitcode))
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
                if kind <= _FAILURE:
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
                elif kind == _DIED:
                    self.worker_ended(value[0], value[1])
            item = value = entry = None
            if self.state == CLOSE and self.idle():
                self.table.shutdown()
                if not self.workers:
                    break

    def deliver(self, entry, kind, value):
        job, index = entry
        if kind == _FAILURE:
            value, text = value
            if text is not None:
                value.__cause__ = RemoteTraceback(text)
        try:
            job._set(index, kind == _RESULT, value)
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


def _lost_error(pid, exitcode):
    if exitcode is not None and exitcode < 0:
        try:
            how = "was killed by signal %d (%s)" % (-exitcode, signal.Signals(-exitcode).name)
        except ValueError:
            how = "was killed by signal %d" % -exitcode
    else:
        how = "exited with status %s" % exitcode
    return WorkerLostError("worker process %d %s while it had this task" % (pid, how), pid, exitcode)


class _ThreadEngine(_Engine):
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
                success, value = True, _execute(*message)
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


# -- The front ------------------------------------------------------------------------------------


class Pool:
    """Workers that apply functions to arguments."""

    _wrap_exception = True

    @staticmethod
    def Process(ctx, *args, **kwds):
        return ctx.Process(*args, **kwds)

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._ctx = context or get_context()
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if maxtasksperchild is not None:
            if not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0:
                raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._processes = processes
        self._engine = self._start(processes, initializer, initargs, maxtasksperchild)
        self._finalizer = util.Finalize(self, type(self._engine).terminate, args=(self._engine,), exitpriority=15)

    def _start(self, processes, initializer, initargs, maxtasksperchild):
        return _ProcessEngine(self._ctx, processes, initializer, tuple(initargs), maxtasksperchild)

    @property
    def _state(self):
        return self._engine.state

    @_state.setter
    def _state(self, state):
        self._engine.state = state

    def __del__(self, _warn=warnings.warn, RUN=RUN):
        engine = self.__dict__.get("_engine")
        if engine is not None and engine.state == RUN:
            _warn(f"unclosed running multiprocessing pool {self!r}", ResourceWarning, source=self)

    @property
    def _pool(self):
        workers = self._engine.workers
        return list(workers.values()) if isinstance(workers, dict) else list(workers)

    def __repr__(self):
        return "<%s.%s state=%s pool_size=%s>" % (
            type(self).__module__, type(self).__qualname__, self._state, len(self._pool))

    def _check_running(self):
        if self._engine.state != RUN:
            raise ValueError("Pool not running")

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        result = AsyncResult(self, callback, error_callback)
        self._engine.add(_Feed(result, _CALL, func, iter([(tuple(args), dict(kwds))])))
        return result

    def map(self, func, iterable, chunksize=None):
        return self._map_async(_MAP, func, iterable, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        return self._map_async(_STARMAP, func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(_MAP, func, iterable, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(_STARMAP, func, iterable, chunksize, callback, error_callback)

    def _map_async(self, mode, func, iterable, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        if not hasattr(iterable, "__len__"):
            iterable = list(iterable)
        length = len(iterable)
        if chunksize is None:
            chunksize, extra = divmod(length, self._processes * 4)
            if extra:
                chunksize += 1
        if length == 0:
            chunksize = 0
        elif chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = MapResult(self, chunksize, length, callback, error_callback)
        if length:
            self._engine.add(_Feed(result, mode, func, _chunks(iterable, chunksize)))
        return result

    def imap(self, func, iterable, chunksize=1):
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = kind(self)
        self._engine.add_slow(_Feed(result, _MAP, func, _chunks(iterable, chunksize)))
        return _flatten(result) if chunksize > 1 else _Singles(result)

    def close(self):
        self._engine.close()

    def terminate(self):
        self._finalizer()
        self._engine.terminate()

    def join(self):
        if self._engine.state == RUN:
            raise ValueError("Pool is still running")
        self._engine.join()

    def stats(self):
        """Bytes and tasks that went through the pool, and the times of each worker, as a dict."""
        return self._engine.stats()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError("pool objects cannot be passed between processes or pickled")


class _Singles:
    """An iterator over chunks of one."""

    def __init__(self, chunks):
        self._chunks = chunks

    def __iter__(self):
        return self

    def next(self, timeout=None):
        return self._chunks.next(timeout)[0]

    __next__ = next


class ThreadPool(Pool):
    """The same with threads."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _start(self, processes, initializer, initargs, maxtasksperchild):
        return _ThreadEngine(processes, initializer, initargs)
