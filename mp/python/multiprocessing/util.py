"""Finalisers, logging, what happens after a fork and at the end of a process."""

import atexit
import itertools
import os
import sys
import threading
import weakref

import _polygil_mp

from . import process

__all__ = ["sub_debug", "debug", "info", "sub_warning", "get_logger", "log_to_stderr", "get_temp_dir",
           "register_after_fork", "is_exiting", "Finalize", "ForkAwareThreadLock", "ForkAwareLocal",
           "close_all_fds_except", "SUBDEBUG", "SUBWARNING"]

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING = 0, 5, 10, 20, 25
LOGGER_NAME = "multiprocessing"
DEFAULT_LOGGING_FORMAT = "[%(levelname)s/%(processName)s] %(message)s"

_logger = None
_log_to_stderr = False

# -- Logging ------------------------------------------------------------------


def sub_debug(msg, *args):
    if _logger:
        _logger.log(SUBDEBUG, msg, *args)


def debug(msg, *args):
    if _logger:
        _logger.log(DEBUG, msg, *args)


def info(msg, *args):
    if _logger:
        _logger.log(INFO, msg, *args)


def sub_warning(msg, *args):
    if _logger:
        _logger.log(SUBWARNING, msg, *args)


def get_logger():
    global _logger
    import logging
    if _logger is None:
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
    return _logger


def log_to_stderr(level=None):
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return logger


# -- Temporary folder ---------------------------------------------------------


def _remove_temp_dir(rmtree, folder):
    rmtree(folder, ignore_errors=True)
    config = process.current_process()._config
    if config is not None:
        config["tempdir"] = None


def get_temp_dir():
    folder = process.current_process()._config.get("tempdir")
    if folder is None:
        import shutil
        import tempfile
        folder = tempfile.mkdtemp(prefix="pymp-")
        Finalize(None, _remove_temp_dir, args=(shutil.rmtree, folder), exitpriority=-100)
        process.current_process()._config["tempdir"] = folder
    return folder


# -- After a fork -------------------------------------------------------------

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = itertools.count()


def register_after_fork(obj, func):
    _afterfork_registry[(next(_afterfork_counter), id(obj), func)] = obj


def _start_child():
    """In the child: what the parent had registered for itself is not for this process."""
    global _exiting
    _exiting = False
    if _finalizer_registry:
        _finalizer_registry.clear()
    if _afterfork_registry.data:
        _run_after_forkers()


def _run_after_forkers():
    for (_, _, func), obj in sorted(_afterfork_registry.items(), key=lambda item: item[0][:2]):
        try:
            func(obj)
        except Exception as e:
            info("after forker raised exception %s", e)


class ForkAwareThreadLock:
    def __init__(self):
        self._lock = threading.Lock()
        self.acquire, self.release = self._lock.acquire, self._lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


class ForkAwareLocal(threading.local):
    def __init__(self):
        register_after_fork(self, lambda obj: obj.__dict__.clear())

    def __reduce__(self):
        return type(self), ()


# -- Finalisers ---------------------------------------------------------------

_finalizer_registry = {}
_finalizer_counter = itertools.count()


class Finalize:
    """Calls a function once: when `obj` dies, when asked, or at the end of the process by priority."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError("Exitpriority ({0!r}) must be None or int, not {1!s}".format(
                exitpriority, type(exitpriority)))
        if obj is None and exitpriority is None:
            raise ValueError("Without object, exitpriority cannot be None")
        self._weakref = None if obj is None else weakref.ref(obj, self)
        self._callback, self._args, self._kwargs = callback, args, kwargs or {}
        self._key = (exitpriority, next(_finalizer_counter))
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None):
        if _finalizer_registry.pop(self._key, None) is None:
            return None
        callback, args, kwargs = self._callback, self._args, self._kwargs
        self._weakref = self._callback = self._args = self._kwargs = None
        if self._pid != os.getpid():
            return None
        return callback(*args, **kwargs)

    def cancel(self):
        if _finalizer_registry.pop(self._key, None) is not None:
            self._weakref = self._callback = self._args = self._kwargs = None

    def still_active(self):
        return self._key in _finalizer_registry

    def __repr__(self):
        if not self.still_active():
            return "<%s object, dead>" % type(self).__name__
        name = getattr(self._callback, "__name__", self._callback)
        return "<%s object, callback=%s>" % (type(self).__name__, name)


def _run_finalizers(minpriority=None):
    def due():
        return [key for key in list(_finalizer_registry)
                if key[0] is not None and (minpriority is None or key[0] >= minpriority)]

    for key in sorted(due(), reverse=True):
        finalizer = _finalizer_registry.get(key)
        if finalizer is not None:
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


def _cleanup_tests():
    """Ends what tests may have started."""
    from test import support
    from . import forkserver, resource_tracker
    process._cleanup()
    forkserver._forkserver._stop()
    resource_tracker._resource_tracker._stop()
    _run_finalizers()
    support.gc_collect()
    support.reap_children()


# -- The end of a process -----------------------------------------------------

_exiting = False


def is_exiting():
    return _exiting or _exiting is None


def _exit_function():
    global _exiting
    if _exiting:
        return
    _exiting = True
    if not _finalizer_registry and not process._children:
        return
    _run_finalizers(0)
    if process.current_process() is not None:
        for child in process.active_children():
            if child.daemon:
                child._popen.terminate()
        for child in process.active_children():
            child.join()
    _run_finalizers()


atexit.register(_exit_function)


try:
    _MAXFD = os.sysconf("SC_OPEN_MAX")
except (OSError, ValueError):
    _MAXFD = 256
_null_stdin = None
_prepared = False


def _prepare_fork():
    """In the parent: does once what every child would have to do, and empties what it would write again."""
    global _null_stdin, _prepared
    if _prepared:
        return
    _prepared = True
    try:
        _null_stdin = open(os.devnull, encoding="utf-8")
        os.dup2(_null_stdin.fileno(), _null_stdin.fileno())  # finds the C library's function, for all children
    except OSError:
        pass
    base = process.BaseProcess
    _polygil_mp.prepare_functions((
        base._bootstrap, base.run, _close_stdin, _start_child, _exit_function, _flush_std_streams,
        threading._after_fork, threading._enumerate, threading.Thread._reset_internal_locks,
        threading.Thread._set_native_id, threading.Event._at_fork_reinit, threading.Condition._at_fork_reinit))
    set(threading._dangling)  # as threading._after_fork will do
    _polygil_mp.trim_heap()


def _close_stdin():
    """In the child: the terminal is the parent's."""
    global _null_stdin
    if sys.stdin is None:
        return
    try:
        if _null_stdin is None:
            _null_stdin = open(os.devnull, encoding="utf-8")
        fd = sys.stdin.fileno()
        if fd != _null_stdin.fileno():
            os.dup2(_null_stdin.fileno(), fd, inheritable=fd <= 2)
    except (AttributeError, OSError, ValueError):
        pass  # it has no descriptor: nothing to keep from the child
    if _null_stdin is not None:
        sys.stdin = _null_stdin


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def close_all_fds_except(fds):
    """Closes all descriptors but these."""
    fds = sorted({-1, *fds, _MAXFD})
    for low, high in zip(fds, fds[1:]):
        os.closerange(low + 1, high)


def spawnv_passfds(path, args, passfds):
    """Starts a program that gets these descriptors; returns its pid."""
    import _posixsubprocess
    error_read, error_write = os.pipe()
    try:
        return _posixsubprocess.fork_exec(
            args, [os.fsencode(path)], True, tuple(sorted({int(fd) for fd in passfds})), None, None,
            -1, -1, -1, -1, -1, -1, error_read, error_write, False, False, -1, None, None, None, -1, None, False)
    finally:
        os.close(error_read)
        os.close(error_write)


def _args_from_interpreter_flags():
    """The command line options that make another interpreter behave as this one."""
    import subprocess
    return subprocess._args_from_interpreter_flags()


def close_fds(*fds):
    for fd in fds:
        os.close(fd)


def is_abstract_socket_namespace(address):
    if not address:
        return False
    return address[0] == (0 if isinstance(address, bytes) else "\0")


abstract_sockets_supported = True
