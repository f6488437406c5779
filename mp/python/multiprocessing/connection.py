"""Pipes in shared memory, and connections over sockets for programs that were not forked from each other."""

import abc
import os
import select
import struct
import sys
import time

import _polygil_mp

from . import _passing
from . import context
from . import process
from . import util

__all__ = ["Client", "Listener", "Pipe", "wait"]

BufferTooShort = context.BufferTooShort
AuthenticationError = context.AuthenticationError
BUFSIZE = 8192
CONNECTION_TIMEOUT = 20.0

default_family = "AF_UNIX"
families = ["AF_INET", "AF_UNIX"]


def Pipe(duplex=True):
    """A pair of connection objects at either end of a pipe."""
    return _polygil_mp.pipe(duplex)


_reduce_connection = _passing.reduce_connection  # of pipes


def wait(object_list, timeout=None):
    """The objects of the list that are ready: connections with a message, sentinels of ended processes, sockets."""
    poller = select.poll()
    by_fd = {}
    for item in object_list:
        fd = item if isinstance(item, int) else item.fileno()
        by_fd.setdefault(fd, []).append(item)
        poller.register(fd, select.POLLIN | select.POLLPRI)
    if timeout is not None:
        timeout = max(timeout, 0)
        deadline = time.monotonic() + timeout
    while True:
        ready = poller.poll(None if timeout is None else timeout * 1000)
        found = [item for fd, _ in ready for item in by_fd[fd]]
        if found or (timeout is not None and time.monotonic() >= deadline):
            return found
        if timeout is not None:
            timeout = max(deadline - time.monotonic(), 0)


class Connection(metaclass=abc.ABCMeta):
    """Messages over a socket or another descriptor, each with its length in front. Ends of pipes count as instances."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError("invalid handle")
        if not readable and not writable:
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle = handle
        self.readable, self.writable = readable, writable

    def __del__(self):
        self.close()

    def _check(self, direction=True, text=""):
        if self._handle is None:
            raise OSError("handle is closed")
        if not direction:
            raise OSError(text)

    @property
    def closed(self):
        return self._handle is None

    def fileno(self):
        self._check()
        return self._handle

    def close(self):
        handle, self._handle = getattr(self, "_handle", None), None
        if handle is not None:
            os.close(handle)

    def detach(self):
        handle, self._handle = self._handle, None
        return handle

    def _write(self, data):
        view = memoryview(data)
        while view.nbytes:
            view = view[os.write(self._handle, view):]

    def _read(self, size):
        data = bytearray()
        while len(data) < size:
            part = os.read(self._handle, min(size - len(data), 1 << 20))
            if not part:
                if data:
                    raise OSError("got end of file during message")
                raise EOFError
            data += part
        return bytes(data)

    def __reduce__(self):
        return _rebuild_socket_connection, (_passing._dup(self.fileno()), self.readable, self.writable)

    def send_bytes(self, buf, offset=0, size=None):
        self._check(self.writable, "connection is read-only")
        view = memoryview(buf).cast("B")
        if offset < 0:
            raise ValueError("offset is negative")
        if len(view) < offset:
            raise ValueError("buffer length < offset")
        if size is None:
            size = len(view) - offset
        elif size < 0:
            raise ValueError("size is negative")
        elif offset + size > len(view):
            raise ValueError("buffer length < offset + size")
        self._write(struct.pack("!Q", size) + bytes(view[offset:offset + size]))

    def send(self, obj):
        self._check(self.writable, "connection is read-only")
        self.send_bytes(_polygil_mp.dumps(obj))

    def recv_bytes(self, maxlength=None):
        self._check(self.readable, "connection is write-only")
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        size, = struct.unpack("!Q", self._read(8))
        if maxlength is not None and size > maxlength:
            self.close()
            raise OSError("bad message length")
        return self._read(size)

    def recv_bytes_into(self, buf, offset=0):
        data = self.recv_bytes()
        with memoryview(buf).cast("B") as view:
            if offset < 0:
                raise ValueError("negative offset")
            if offset > len(view):
                raise ValueError("offset too large")
            if len(view) - offset < len(data):
                raise BufferTooShort(data)
            view[offset:offset + len(data)] = data
        return len(data)

    def recv(self):
        return _polygil_mp.loads(self.recv_bytes())

    def poll(self, timeout=0.0):
        self._check(self.readable, "connection is write-only")
        return bool(wait([self], timeout))

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()


Connection.register(type(_polygil_mp.pipe(False)[0]))
_ConnectionBase = Connection


def _rebuild_socket_connection(fd, readable, writable):
    return Connection(fd.detach(), readable, writable)


# -- Listener and Client --------------------------------------------------------------------------


def arbitrary_address(family):
    if family == "AF_INET":
        return ("localhost", 0)
    if family == "AF_UNIX":
        import tempfile
        return tempfile.mktemp(prefix="listener-", dir=util.get_temp_dir())
    raise ValueError("unrecognized family")


def address_type(address):
    if isinstance(address, tuple):
        return "AF_INET"
    if isinstance(address, str) and address.startswith("\\\\"):
        return "AF_PIPE"
    if isinstance(address, str) or util.is_abstract_socket_namespace(address):
        return "AF_UNIX"
    raise ValueError("address type of %r unrecognized" % (address,))


def _validate_family(family):
    if family not in families:
        raise ValueError("Family %s is not recognized." % family)


class Listener:
    """Waits for connections."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        import socket
        family = family or (address and address_type(address)) or default_family
        address = address or arbitrary_address(family)
        _validate_family(family)
        if authkey is not None and not isinstance(authkey, bytes):
            raise TypeError("authkey should be a byte string")
        self._authkey = authkey
        self._socket = socket.socket(getattr(socket, family))
        self._unlink = None
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.setblocking(True)
            self._socket.bind(address)
            self._socket.listen(backlog)
            self._address = self._socket.getsockname()
        except OSError:
            self._socket.close()
            raise
        self._last_accepted = None
        if family == "AF_UNIX" and not util.is_abstract_socket_namespace(address):
            self._unlink = util.Finalize(self, os.unlink, args=(address,), exitpriority=0)

    def accept(self):
        if self._socket is None:
            raise OSError("listener is closed")
        accepted, self._last_accepted = self._socket.accept()
        accepted.setblocking(True)
        connection = Connection(accepted.detach())
        if self._authkey is not None:
            deliver_challenge(connection, self._authkey)
            answer_challenge(connection, self._authkey)
        return connection

    def close(self):
        listener, self._socket = self._socket, None
        if listener is not None:
            listener.close()
            unlink, self._unlink = self._unlink, None
            if unlink is not None:
                unlink()

    @property
    def address(self):
        return self._address

    @property
    def last_accepted(self):
        return self._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()


def Client(address, family=None, authkey=None):
    """A connection to the address of a Listener."""
    import socket
    family = family or address_type(address)
    _validate_family(family)
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError("authkey should be a byte string")
    with socket.socket(getattr(socket, family)) as s:
        s.setblocking(True)
        s.connect(address)
        connection = Connection(s.detach())
    if authkey is not None:
        answer_challenge(connection, authkey)
        deliver_challenge(connection, authkey)
    return connection


MESSAGE_LENGTH = 20
CHALLENGE, WELCOME, FAILURE = b"#CHALLENGE#", b"#WELCOME#", b"#FAILURE#"


def _digest(authkey, message):
    import hmac
    return hmac.new(authkey, message, "md5").digest()


def deliver_challenge(connection, authkey):
    if not isinstance(authkey, bytes):
        raise ValueError("Authkey must be bytes, not {0!s}".format(type(authkey)))
    message = os.urandom(MESSAGE_LENGTH)
    connection.send_bytes(CHALLENGE + message)
    if connection.recv_bytes(256) == _digest(authkey, message):
        connection.send_bytes(WELCOME)
    else:
        connection.send_bytes(FAILURE)
        raise AuthenticationError("digest received was wrong")


def answer_challenge(connection, authkey):
    if not isinstance(authkey, bytes):
        raise ValueError("Authkey must be bytes, not {0!s}".format(type(authkey)))
    message = connection.recv_bytes(256)
    assert message.startswith(CHALLENGE), "message = %r" % message
    connection.send_bytes(_digest(authkey, message[len(CHALLENGE):]))
    if connection.recv_bytes(256) != WELCOME:
        raise AuthenticationError("digest sent was rejected")


class ConnectionWrapper:
    """A connection whose objects go through other functions."""

    def __init__(self, conn, dumps, loads):
        self._conn, self._dumps, self._loads = conn, dumps, loads
        for name in ("fileno", "close", "poll", "recv_bytes", "send_bytes"):
            setattr(self, name, getattr(conn, name))

    def send(self, obj):
        self._conn.send_bytes(self._dumps(obj))

    def recv(self):
        return self._loads(self._conn.recv_bytes())


def _xml_dumps(obj):
    import xmlrpc.client
    return xmlrpc.client.dumps((obj,), None, None, None, 1).encode("utf-8")


def _xml_loads(data):
    import xmlrpc.client
    (obj,), method = xmlrpc.client.loads(data.decode("utf-8"))
    return obj


class XmlListener(Listener):
    def accept(self):
        return ConnectionWrapper(Listener.accept(self), _xml_dumps, _xml_loads)


def XmlClient(*args, **kwds):
    return ConnectionWrapper(Client(*args, **kwds), _xml_dumps, _xml_loads)
