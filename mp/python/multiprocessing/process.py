"""Process objects."""

import itertools
import os
import sys
import threading

__all__ = ["BaseProcess", "current_process", "active_children", "parent_process"]

try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None

_dangling = set()


def current_process():
    """The process in which this is called."""
    return _current_process


def parent_process():
    """The process that started this one, or None."""
    global _parent_process
    if isinstance(_parent_process, tuple):
        _parent_process = _ParentProcess(*_parent_process)
    return _parent_process


def active_children():
    """All living children; joins those that have ended."""
    _cleanup()
    return list(_children)


def _cleanup():
    for child in list(_children):
        popen = child._popen
        if popen is not None and popen.poll() is not None:
            _children.discard(child)


class BaseProcess:
    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, "group argument must be None for now"
        number = next(_process_counter)
        self._identity = _current_process._identity + (number,)
        self._config = _current_process._config.copy()
        self._parent_pid = os.getpid()
        self._parent_name = _current_process.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or type(self).__name__ + "-" + ":".join(map(str, self._identity))
        if daemon is not None:
            self.daemon = daemon

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self._check_closed()
        assert self._popen is None, "cannot start a process twice"
        assert self._parent_pid == os.getpid(), "can only start a process object created by current process"
        assert not _current_process._config.get("daemon"), "daemonic processes are not allowed to have children"
        _cleanup()
        self._popen = self._Popen(self)
        # Holding on to them could keep something alive that the child was to have alone.
        del self._target, self._args, self._kwargs
        _children.add(self)

    def terminate(self):
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        self._check_closed()
        self._popen.kill()

    def join(self, timeout=None):
        self._check_closed()
        assert self._parent_pid == os.getpid(), "can only join a child process"
        assert self._popen is not None, "can only join a started process"
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == os.getpid(), "can only test a child process"
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        if self._popen is not None:
            if self._popen.poll() is None:
                raise ValueError("Cannot close a process while it is still running. "
                                 "You should first call join() or terminate().")
            self._popen.close()
            self._popen = None
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), "name must be a string"
        self._name = name

    @property
    def daemon(self):
        return self._config.get("daemon", False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, "process has already started"
        self._config["daemon"] = daemonic

    @property
    def authkey(self):
        return self._config["authkey"]

    @authkey.setter
    def authkey(self, authkey):
        self._config["authkey"] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        self._check_closed()
        return None if self._popen is None else self._popen.poll()

    @property
    def ident(self):
        self._check_closed()
        if self is _current_process:
            return os.getpid()
        return self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        self._check_closed()
        if self._popen is None:
            raise ValueError("process not started")
        return self._popen.sentinel

    def __repr__(self):
        exitcode = None
        if self is _current_process:
            status = "started"
        elif self._closed:
            status = "closed"
        elif self._parent_pid != os.getpid():
            status = "unknown"
        elif self._popen is None:
            status = "initial"
        else:
            exitcode = self._popen.poll()
            status = "started" if exitcode is None else "stopped"
        parts = [type(self).__name__, "name=%r" % self._name]
        if self._popen is not None:
            parts.append("pid=%s" % self._popen.pid)
        parts.append("parent=%s" % self._parent_pid)
        parts.append(status)
        if exitcode is not None:
            parts.append("exitcode=%s" % _exit_name(exitcode))
        if self.daemon:
            parts.append("daemon")
        return "<%s>" % " ".join(parts)

    def _bootstrap(self, parent_sentinel=None):
        """The life of the forked child; returns its exit status.

        Everything it touches is copied page by page: what has nothing to do is not called.
        """
        global _current_process, _parent_process, _process_counter, _children
        try:
            if self._start_method is not None:
                from . import context
                context._force_start_method(self._start_method)
            _process_counter = itertools.count(1)
            _children = set()
            util._close_stdin()
            _current_process = self
            _parent_process = self._parent_name, self._parent_pid, parent_sentinel
            threading._main_thread._set_native_id()
            util._start_child()
            try:
                self.run()
                status = 0
            finally:
                util._exit_function()
        except SystemExit as e:
            if e.code is None:
                status = 0
            elif isinstance(e.code, int):
                status = e.code
            else:
                sys.stderr.write(str(e.code) + "\n")
                status = 1
        except:
            status = 1
            import traceback
            sys.stderr.write("Process %s:\n" % self.name)
            traceback.print_exc()
        finally:
            if threading._shutdown_locks or threading._threading_atexits:
                threading._shutdown()
            util._flush_std_streams()
        return status


class AuthenticationString(bytes):
    def __reduce__(self):
        from .context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError("Pickling an AuthenticationString object is disallowed for security reasons")
        return AuthenticationString, (bytes(self),)


class _ParentProcess(BaseProcess):
    """What a child knows of its parent."""

    def __init__(self, name, pid, sentinel=None):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = {}
        self._sentinel = sentinel

    def is_alive(self):
        from .connection import wait
        try:
            return not wait([self.sentinel], timeout=0)
        except ProcessLookupError:
            return False  # it had ended before anybody asked

    @property
    def ident(self):
        return self._pid

    pid = ident

    @property
    def sentinel(self):
        if self._sentinel is None:
            import _polygil_mp
            self._sentinel = _polygil_mp.pidfd_open(self._pid)
        return self._sentinel

    def join(self, timeout=None):
        from .connection import wait
        try:
            wait([self.sentinel], timeout=timeout)
        except ProcessLookupError:
            pass


class _MainProcess(BaseProcess):
    def __init__(self):
        self._identity = ()
        self._name = "MainProcess"
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._config = {"authkey": AuthenticationString(os.urandom(32)), "semprefix": "/mp"}

    def close(self):
        pass


_parent_process = None  # or the arguments of _ParentProcess, as few children ask for it
_current_process = _MainProcess()
_process_counter = itertools.count(1)
_children = set()


def _exit_name(exitcode):
    if exitcode < 0:
        import signal
        try:
            return "-" + signal.Signals(-exitcode).name
        except ValueError:
            pass
    return exitcode


from . import util  # it imports this module
