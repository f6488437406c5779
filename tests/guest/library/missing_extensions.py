# What a build may leave out is missing by an ImportError that names the module, and can be handled.
import importlib
for name, needs in (("ctypes", "_ctypes"), ("sqlite3", "_sqlite3"), ("ssl", "_ssl"), ("curses", "_curses"), ("tkinter", "_tkinter")):
    try:
        importlib.import_module(name)
    except ImportError as e:
        if e.name not in (name, needs) or needs.strip("_") not in str(e): print("unclear", name, e.name, e)
    except BaseException as e:
        print("another error", name, repr(e))
try:
    import _no_such_extension
except ModuleNotFoundError as e:
    print(e, e.name, e.path)
try:
    from math import no_such_name
except ImportError as e:
    print(e.name, e.msg.split(" (")[0])
import decimal, uuid, hashlib, datetime, bisect, heapq, functools, json, io, operator
print(decimal.Decimal("1.1") + 1, uuid.uuid3(uuid.NAMESPACE_URL, "u"), bisect.bisect([1, 2], 1), functools.reduce(operator.add, [1, 2]))
