"""Queues between processes. An object is in shared memory when put() returns: there is no feeder thread, so nothing
is lost when its producer exits and nothing has to be drained before join()."""

import queue
from queue import Empty, Full  # programs take them from here too
import types

import _polygil_mp

from . import _passing
from . import connection
from . import context
from . import synchronize

__all__ = ["Queue", "SimpleQueue", "JoinableQueue"]


class Queue(_polygil_mp.Queue):
    def __new__(cls, *args, **kwargs):
        maxsize = args[0] if args else kwargs.get("maxsize", kwargs.get("max_size", 0))
        return super().__new__(cls, maxsize)

    def __init__(self, maxsize=0, *, ctx=None):
        pass

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "_on_queue_feeder_error" in cls.__dict__:
            cls.put = _put_reporting

    def __reduce_ex__(self, protocol):
        return _passing.reduce(self)

    def join_thread(self):
        """What was put is in shared memory already."""
        assert self._closed, "Queue {0!r} not closed".format(self)

    def cancel_join_thread(self):
        pass

    @staticmethod
    def _on_queue_feeder_error(e, obj):
        import traceback
        traceback.print_exc()

    __class_getitem__ = classmethod(types.GenericAlias)


def _put_reporting(self, obj, block=True, timeout=None):
    """put() of classes that want to be told of objects that can't be serialised."""
    try:
        _polygil_mp.Queue.put(self, obj, block, timeout)
    except queue.Full:
        raise
    except Exception as e:
        self._on_queue_feeder_error(e, obj)


class JoinableQueue(Queue):
    task_done = _polygil_mp.Queue._task_done
    join = _polygil_mp.Queue._join_tasks


class SimpleQueue:
    """A pipe with a lock at each end."""

    def __init__(self, *, ctx=None):
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = synchronize.Lock()
        self._wlock = synchronize.Lock()
        self._poll = self._reader.poll

    def close(self):
        self._reader.close()
        self._writer.close()

    def empty(self):
        return not self._poll()

    def get(self):
        with self._rlock:
            return self._reader.recv()

    def put(self, obj):
        with self._wlock:
            self._writer.send(obj)

    def __getstate__(self):
        context.assert_spawning(self)
        return self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state
        self._poll = self._reader.poll

    __class_getitem__ = classmethod(types.GenericAlias)
