"""What the standard library's multiprocessing has in C, for modules that import it directly."""

import os

import _polygil_mp

flags = {"HAVE_SEM_OPEN": 1, "HAVE_SEM_TIMEDWAIT": 1}


class SemLock(_polygil_mp.SemLock):
    """A semaphore (or recursive lock) of this process and its children. It has no name in the system."""

    SEM_VALUE_MAX = _polygil_mp.SEM_VALUE_MAX
    name = None

    def __new__(cls, kind, value, maxvalue, name, unlink):
        self = super().__new__(cls, kind, value, maxvalue)
        if not unlink:
            self.name = name
        return self

    def _after_fork(self):
        """Rezero the net acquisition count after fork(): it is kept per process already."""


def sem_unlink(name, /):
    """Removes the name of a semaphore of another program."""
    try:
        os.unlink("/dev/shm/sem." + name.lstrip("/"))
    except OSError as e:
        raise OSError(e.errno, e.strerror) from None
