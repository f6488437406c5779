"""Shared objects for processes that inherit nothing: sent as descriptors and a place in what these refer to."""

import _polygil_mp

from . import context


def reduce(obj):
    """__reduce_ex__ of what may be passed to a process while it is started, and at no other time."""
    context.assert_spawning(obj)
    fd, *rest = obj._place()
    return _rebuild, (type(obj), _dup(fd), rest)


def reduce_table(table):
    context.assert_spawning(table)
    return _rebuild_table, (type(table), [_dup(fd) for fd in table._place()])


def reduce_connection(connection):
    *fds, readable, writable = connection._place()
    return _rebuild_connection, ([_dup(fd) for fd in fds], readable, writable)


def _dup(fd):
    from .reduction import DupFd
    return DupFd(fd)


def _rebuild(cls, fd, rest):
    # Several objects may have come with the same descriptor, so it stays open.
    return cls._at(fd.detach(), *rest)


def _rebuild_table(cls, fds):
    return cls._at(*[fd.detach() for fd in fds])


def _rebuild_connection(fds, readable, writable):
    return _polygil_mp.Connection._at(*[fd.detach() for fd in fds], readable, writable)
