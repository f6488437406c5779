"""Locks, conditions, events and barriers shared by processes. What a killed process held is given back."""

import sys
import threading
import time

import _polygil_mp

from . import _passing
from . import context
from . import process

__all__ = ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event"]

RECURSIVE_MUTEX, SEMAPHORE = 0, 1
SEM_VALUE_MAX = _polygil_mp.SEM_VALUE_MAX


def _caller_name():
    name = process.current_process().name
    if threading.current_thread().name != "MainThread":
        name += "|" + threading.current_thread().name
    return name


class SharedMemory(_polygil_mp.Memory):
    """A block of anonymous shared memory."""

    def __reduce_ex__(self, protocol):
        return _passing.reduce(self)


class SemLock(_polygil_mp.SemLock):
    SEM_VALUE_MAX = SEM_VALUE_MAX

    @property
    def _semlock(self):
        return self

    def _holder(self):
        if self._is_mine():
            return _caller_name()
        if self._get_value() > 0:
            return "None"
        return "SomeOtherThread" if self._count() > 0 else "SomeOtherProcess"

    def __reduce_ex__(self, protocol):
        return _passing.reduce(self)


class Semaphore(SemLock):
    def __new__(cls, value=1, *, ctx=None):
        return super().__new__(cls, SEMAPHORE, value, SEM_VALUE_MAX)

    def get_value(self):
        return self._get_value()

    def __repr__(self):
        return "<%s(value=%s)>" % (type(self).__name__, self._get_value())


class BoundedSemaphore(Semaphore):
    def __new__(cls, value=1, *, ctx=None):
        return SemLock.__new__(cls, SEMAPHORE, value, value)

    def __repr__(self):
        return "<%s(value=%s, maxvalue=%s)>" % (type(self).__name__, self._get_value(), self.maxvalue)


class Lock(SemLock):
    def __new__(cls, *, ctx=None):
        return super().__new__(cls, SEMAPHORE, 1, 1)

    def __repr__(self):
        return "<%s(owner=%s)>" % (type(self).__name__, self._holder())


class RLock(SemLock):
    def __new__(cls, *, ctx=None):
        return super().__new__(cls, RECURSIVE_MUTEX, 1, 1)

    def __repr__(self):
        holder = self._holder()
        count = self._count() if self._is_mine() else 0 if holder == "None" else "nonzero"
        return "<%s(%s, %s)>" % (type(self).__name__, holder, count)


class _WaitLine(_polygil_mp.WaitLine):
    def __reduce_ex__(self, protocol):
        return _passing.reduce(self)


class Condition:
    def __init__(self, lock=None, *, ctx=None):
        self._lock = lock or RLock()
        self._line = _WaitLine()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return "<%s(%s, %s)>" % (type(self).__name__, self._lock, self._line.waiting())

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._line

    def __setstate__(self, state):
        self._lock, self._line = state
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def wait(self, timeout=None):
        lock = self._lock
        assert lock._is_mine(), "must acquire() condition before using wait()"
        place = self._line.begin()
        depth = lock._count()
        for _ in range(depth):
            lock.release()
        try:
            self._line.wait(place, timeout)
        finally:
            notified = self._line.end(place)
            for _ in range(depth):
                lock.acquire()
        return notified

    def notify(self, n=1):
        assert self._lock._is_mine(), "lock is not owned"
        self._line.notify(n)

    def notify_all(self):
        self.notify(n=sys.maxsize)

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if timeout is None:
            while not result:
                self.wait()
                result = predicate()
            return result
        end = time.monotonic() + timeout
        while not result:
            left = end - time.monotonic()
            if left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result


class Event(_polygil_mp.Flag):
    def __new__(cls, *, ctx=None):
        return super().__new__(cls)

    def __repr__(self):
        status = "set" if self.is_set() else "unset"
        return "<%s at %#x %s>" % (type(self).__qualname__, id(self), status)

    def __reduce_ex__(self, protocol):
        return _passing.reduce(self)


class Barrier(threading.Barrier):
    """The threads' barrier over a shared condition, with its two numbers in shared memory."""

    def __init__(self, parties, action=None, timeout=None, *, ctx=None):
        self._memory = SharedMemory(16)
        self._numbers = memoryview(self._memory).cast("q")
        self._shared_condition = Condition(Lock())
        super().__init__(parties, action, timeout)
        self._cond = self._shared_condition

    def __getstate__(self):
        context.assert_spawning(self)
        return self._memory, self._shared_condition, self._parties, self._action, self._timeout

    def __setstate__(self, state):
        self._memory, self._shared_condition, self._parties, self._action, self._timeout = state
        self._numbers = memoryview(self._memory).cast("q")
        self._cond = self._shared_condition

    @property
    def _state(self):
        return self._numbers[0]

    @_state.setter
    def _state(self, value):
        self._numbers[0] = value

    @property
    def _count(self):
        return self._numbers[1]

    @_count.setter
    def _count(self, value):
        self._numbers[1] = value
