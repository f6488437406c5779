# Contracts of native modules at their edges.
import bz2
import datetime
import os
import select
import signal
import socket
import struct
import sys


def attempt(action, *arguments):
    try:
        print(action(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


# A decompressor isn't used again after an error.
broken = bz2.BZ2Decompressor()
data = bytes.fromhex("425a6839314159265359000000000000007fffff" + "00" * 30 + "e0370000" + "00" * 40 + "83f3")
for piece in (data, b"\0" * 18, b""):
    attempt(broken.decompress, piece)

# %(key)s takes one value at a time.
for text in ("%(a)s %s", "%s %(a)s", "%(a)*d", "%s%s"):
    attempt(text.__mod__, {"a": 1})

attempt(os.sched_param, 3)
attempt(os.sched_param)
attempt(signal.pthread_sigmask, signal.SIG_BLOCK, [1 << 1000])
attempt(os.lstat, 0)

with socket.socket() as s:
    for seconds in (30, 0.1, 1e-3, 86400):
        s.settimeout(seconds)
        print(s.gettimeout() == seconds)
    attempt(s.sendto, b"x")
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
    s.bind("")
    print(s.getsockname()[:1], len(s.getsockname()))
    attempt(s.recvmsg_into, [b"fixed"])
attempt(socket.CMSG_LEN, 2**31)
attempt(socket.getnameinfo, ("::1", 0, 0xFFFFFFFF), 0)


class Shrinking:
    def __init__(self, fd):
        self.fd = fd

    def fileno(self):
        del watched[-1]
        return self.fd


read, write = os.pipe()
watched = [Shrinking(write) for _ in range(10)]
print(len(select.select([], watched, [])[1]))

for text in (
    "2020-01-02T03:04:05", "2020-01-02 03:04:05.678901", "2020-01-02T03:04:05+05:30",
    "2020-01-02T03:04:05.000001-11:59", "2020-01-02T03:04:05.5", "2020-01-02T03:04:05Z",
    "2020-01-02T03:04:05+00:00", "2020-1--02T03:04:05", "2020-01-02T03:04:5x", "2020-01-02T24:04:05",
    "2020-13-02T03:04:05", "2020-01-02T03:04:05+24:00", "2020-01-02T03:04:05,678901+01:00:30",
    "2020-01-02T/3:04:05", "2020-01-02\u00e903:04:05",
):
    attempt(lambda: repr(datetime.datetime.fromisoformat(text)))

for layout in ("<bBhHiIqQ", ">bBhHiIqQ", "=3h2I", "!2s3p?c", "<20H"):
    size = struct.calcsize(layout)
    data = bytes((i * 37 + 200) % 256 for i in range(2 * size))
    print(struct.unpack_from(layout, data, size), list(struct.iter_unpack(layout, data))[0])
attempt(struct.unpack_from, "<I", b"abc", 0)
attempt(struct.unpack_from, "<I", b"abcdef", -3)
attempt(struct.unpack_from, "<H", b"abcdef", -3)
days = [datetime.date(2000 + i % 3, 1 + i % 12, 1) for i in range(7)]
print(sorted(days)[0], sorted([b"b", b"", b"a\0", b"a", b"ab"]), sorted([[2], [1, 2], [1]]))
attempt(sorted, [1j, 2j])
print({"a": 1, "b": 2}.keys() - ["a"], set({"x": 1}.keys()), {1, 2, 3} - {2}, {1, 2} - {9, 8, 7, 1})
