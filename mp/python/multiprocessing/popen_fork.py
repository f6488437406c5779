"""A forked child, as its parent sees it."""

import os

import _polygil_mp

from . import util


__all__ = ["Popen"]

_SIGKILL, _SIGTERM = 9, 15  # the module signal is large, and copied by each fork
_function = type(lambda: None)


class Popen:
    method = "fork"

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        self.finalizer = None
        self._launch(process_obj)

    def _launch(self, process_obj):
        util._prepare_fork()
        target = getattr(process_obj, "_target", None)
        if type(target) is _function:
            _polygil_mp.prepare_functions((target,))
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                status = process_obj._bootstrap()
            finally:
                os._exit(status)

    def __getattr__(self, name):
        # Few ask for a sentinel, so the descriptor is opened for those that do.
        if name != "sentinel":
            raise AttributeError(name)
        self.sentinel = _polygil_mp.pidfd_open(self.pid)
        self.finalizer = util.Finalize(self, util.close_fds, (self.sentinel,))
        return self.sentinel

    def poll(self, flag=os.WNOHANG):
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except OSError:
                # Somebody else has waited for it, or it is no child of this process.
                return None
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None and timeout is not None:
            from .connection import wait
            try:
                sentinel = self.sentinel
            except ProcessLookupError:
                return self.poll()  # another thread has waited for it
            if not wait([sentinel], timeout):
                return None
        return self.poll(os.WNOHANG if timeout == 0 else 0)

    def _send_signal(self, signum):
        if self.returncode is None:
            try:
                os.kill(self.pid, signum)
            except ProcessLookupError:
                pass

    def terminate(self):
        self._send_signal(_SIGTERM)

    def kill(self):
        self._send_signal(_SIGKILL)

    def close(self):
        if self.finalizer is not None:
            self.finalizer()

    def duplicate_for_child(self, fd):
        return fd
