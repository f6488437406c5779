"""Pickling for other processes, and descriptors sent to them."""

import array
import copyreg
import functools
import io
import pickle
import socket
from abc import ABCMeta

from . import context

__all__ = ["send_handle", "recv_handle", "ForkingPickler", "register", "dump", "DupFd", "sendfds", "recvfds"]

HAVE_SEND_HANDLE = True


class ForkingPickler(pickle.Pickler):
    """A pickler with reducers of its own, which messages and arguments of processes use too."""

    _extra_reducers = {}
    _copyreg_dispatch_table = copyreg.dispatch_table

    def __init__(self, *args):
        super().__init__(*args)
        self.dispatch_table = {**self._copyreg_dispatch_table, **self._extra_reducers}

    @classmethod
    def register(cls, type, reduce):
        """Register a reduce function for a type."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        buffer = io.BytesIO()
        cls(buffer, protocol).dump(obj)
        return buffer.getbuffer()

    loads = pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    """pickle.dump() with the reducers registered here."""
    ForkingPickler(file, protocol).dump(obj)


# -- Descriptors ----------------------------------------------------------------------------------


def sendfds(sock, fds):
    """Sends descriptors over a Unix socket, with a byte that says how many."""
    fds = array.array("i", fds)
    sock.sendmsg([bytes([len(fds) % 256])], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])


def recvfds(sock, size):
    """Receives what sendfds() sent."""
    fds = array.array("i")
    message, ancillary, _, _ = sock.recvmsg(1, socket.CMSG_SPACE(fds.itemsize * size))
    if not message and not ancillary:
        raise EOFError
    if len(ancillary) != 1:
        raise RuntimeError("received %d items of ancdata" % len(ancillary))
    level, kind, data = ancillary[0]
    if level != socket.SOL_SOCKET or kind != socket.SCM_RIGHTS or len(data) % fds.itemsize:
        raise RuntimeError("Invalid data received")
    fds.frombytes(data)
    if len(fds) % 256 != message[0]:
        raise AssertionError("Len is {0:n} but msg[0] is {1!r}".format(len(fds), message[0]))
    return list(fds)


def _is_socket(conn):
    # Pipes have their messages in shared memory and no socket to send along.
    return not hasattr(conn, "_place")


def send_handle(conn, handle, destination_pid):
    """Sends a descriptor over a connection."""
    if not _is_socket(conn):
        conn.send(DupFd(handle))
        return
    with socket.fromfd(conn.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as s:
        sendfds(s, [handle])


def recv_handle(conn):
    """Receives a descriptor."""
    if not _is_socket(conn):
        return conn.recv().detach()
    with socket.fromfd(conn.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as s:
        return recvfds(s, 1)[0]


def DupFd(fd):
    """A picklable stand-in for a descriptor; its detach() gives the descriptor in the other process."""
    popen = context.get_spawning_popen()
    if popen is not None:
        return popen.DupFd(popen.duplicate_for_child(fd))
    from . import resource_sharer
    return resource_sharer.DupFd(fd)


# -- What pickle alone can't do -------------------------------------------------------------------


class _Sample:
    def method(self):
        pass


def _reduce_method(m):
    return getattr, (m.__self__, m.__func__.__name__)


def _reduce_method_descriptor(m):
    return getattr, (m.__objclass__, m.__name__)


def _reduce_partial(p):
    return _rebuild_partial, (p.func, p.args, p.keywords or {})


def _rebuild_partial(func, args, keywords):
    return functools.partial(func, *args, **keywords)


def _reduce_socket(s):
    return _rebuild_socket, (DupFd(s.fileno()), s.family, s.type, s.proto)


def _rebuild_socket(df, family, type, proto):
    return socket.socket(family, type, proto, fileno=df.detach())


def _register_all():
    register(type(_Sample().method), _reduce_method)
    register(type(list.append), _reduce_method_descriptor)
    register(type(int.__add__), _reduce_method_descriptor)
    register(functools.partial, _reduce_partial)
    register(socket.socket, _reduce_socket)


_register_all()


class AbstractReducer(metaclass=ABCMeta):
    """Base of replacements for this module (see BaseContext.reducer)."""

    ForkingPickler = ForkingPickler
    register = register
    dump = dump
    send_handle = send_handle
    recv_handle = recv_handle
    sendfds = sendfds
    recvfds = recvfds
    DupFd = DupFd

    _reduce_method = _reduce_method
    _reduce_method_descriptor = _reduce_method_descriptor
    _rebuild_partial = _rebuild_partial
    _reduce_socket = _reduce_socket
    _rebuild_socket = _rebuild_socket

    def __init__(self, *args):
        _register_all()
