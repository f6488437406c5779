import _pkg
print(_pkg.__name__, _pkg.value, _pkg.__path__ == [__file__.rsplit("/", 1)[0] + "/_pkg"], _pkg.__package__)
import _pkg.sub
print(_pkg.sub.name(), _pkg.sub.__package__)
from _pkg import lazy
print(lazy.LOADED, sorted(n for n in dir(_pkg) if not n.startswith("__")))
from _pkg import *
print(exported)
try:
    hidden
except NameError as e:
    print(e)
from _pkg import dynamic_name
print(dynamic_name)
try:
    from _pkg import missing_attr
except ImportError as e:
    print(str(e).split(" (")[0], e.name)
try:
    _pkg.other_missing
except AttributeError as e:
    print(e)
try:
    import _pkg.nothing
except ModuleNotFoundError as e:
    print(e, e.name)
from _pkg.deep.er import up
print(up)
import sys
print(sorted(m for m in sys.modules if m.startswith("_pkg")))
