"""Processes, and what they share: polygil's multiprocessing.

Workers are forked interpreters, each with a GIL of its own. Messages, locks and values live in shared memory
(_polygil_mp) and survive killed processes. Submodules that are not here (managers, dummy, shared_memory,
reduction) are the standard library's.
"""

import os
import sys

__path__ = [*__path__, os.path.join(os.path.dirname(os.__file__), "multiprocessing")]
__file__ = os.path.join(__path__[-1], "__init__.py")  # where the rest of the package is

from . import context
from .process import active_children, current_process, parent_process

SUBDEBUG = 5
SUBWARNING = 25

__all__ = [name for name in dir(context._default_context) if not name.startswith("_")]
globals().update((name, getattr(context._default_context, name)) for name in __all__ if name != "reducer")

WorkerLostError = context.WorkerLostError

# Classes that a spawned process would import under this name.
if "__main__" in sys.modules:
    sys.modules["__mp_main__"] = sys.modules["__main__"]


def __getattr__(name):
    # Needs sockets and pickle: imported when asked for.
    if name == "reducer":
        return context._default_context.reducer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
