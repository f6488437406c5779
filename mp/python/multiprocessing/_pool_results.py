"""What callers of a pool wait for: the result of a call or of a map, and iterators over results."""

import collections
import itertools
import threading
import types
from _thread import allocate_lock

from .context import TimeoutError


class AsyncResult:
    """A call, or the base of several. Keeps its pool alive until it is done."""

    __module__ = "multiprocessing.pool"  # its public place: tracebacks and pickles name it

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
    """The list of a map()'s results, which come in chunks."""

    __module__ = "multiprocessing.pool"  # its public place: tracebacks and pickles name it

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

    __module__ = "multiprocessing.pool"  # its public place: tracebacks and pickles name it

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

    __module__ = "multiprocessing.pool"  # its public place: tracebacks and pickles name it

    def _set(self, index, success, value):
        with self._cond:
            self._add(success, value)
            self._cond.notify()


def flatten(iterator):
    for chunk in iterator:
        yield from chunk


def chunks(iterable, size):
    iterator = iter(iterable)
    while chunk := tuple(itertools.islice(iterator, size)):
        yield chunk


class Singles:
    """An iterator over chunks of one."""

    def __init__(self, chunks):
        self._chunks = chunks

    def __iter__(self):
        return self

    def next(self, timeout=None):
        return self._chunks.next(timeout)[0]

    __next__ = next
