"""Pools of worker processes (or threads): a Pool is a front for an engine (_pool_engines.py)."""

import os
import warnings

from . import get_context
from . import util
from ._pool_engines import RUN, CLOSE, TERMINATE, Feed, ProcessEngine, ThreadEngine
from ._pool_results import (ApplyResult, AsyncResult, IMapIterator, IMapUnorderedIterator, MapResult, Singles, chunks,
                            flatten)
from ._pool_worker import CALL, MAP, STARMAP, MaybeEncodingError, RemoteTraceback

__all__ = ["Pool", "ThreadPool"]


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
        return ProcessEngine(self._ctx, processes, initializer, tuple(initargs), maxtasksperchild)

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
        self._engine.add(Feed(result, CALL, func, iter([(tuple(args), dict(kwds))])))
        return result

    def map(self, func, iterable, chunksize=None):
        return self._map_async(MAP, func, iterable, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        return self._map_async(STARMAP, func, iterable, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(MAP, func, iterable, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(STARMAP, func, iterable, chunksize, callback, error_callback)

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
            self._engine.add(Feed(result, mode, func, chunks(iterable, chunksize)))
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
        self._engine.add_slow(Feed(result, MAP, func, chunks(iterable, chunksize)))
        return flatten(result) if chunksize > 1 else Singles(result)

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


class ThreadPool(Pool):
    """The same with threads."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _start(self, processes, initializer, initargs, maxtasksperchild):
        return ThreadEngine(processes, initializer, initargs)
