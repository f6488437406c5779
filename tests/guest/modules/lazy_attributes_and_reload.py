import importlib, importlib.util, sys
sys.path.insert(0, ".")
open("lz.py", "w").write("print('executing lz')\ncount = globals().get('count', 0) + 1\nkeep = 'first'\ndef __getattr__(n):\n    if n.startswith('auto_'): return n[5:]\n    raise AttributeError(n)\ndef __dir__(): return ['z', 'a']\n")
import lz
print(lz.count, lz.auto_x, dir(lz), hasattr(lz, "other"))
from lz import auto_y; print(auto_y)
lz.keep = "changed"; lz.extra = 1; m = importlib.reload(lz)
print(m is lz, lz.count, lz.keep, lz.extra)
import lz as again; print(again is lz, sys.modules["lz"] is lz)
del sys.modules["lz"]; import lz as fresh; print(fresh is lz, fresh.count)
for n in ("nothing", 5):
    try: importlib.reload(n)
    except TypeError as e: print(e)
try: importlib.import_module(".rel")
except TypeError as e: print(e)
open("bad.py", "w").write("x = 1\nraise RuntimeError('at import')\n")
try: import bad
except RuntimeError as e: print(e, "bad" in sys.modules)
spec = importlib.util.find_spec("lz"); print(spec.name, spec.origin.endswith("lz.py"), spec.has_location, type(spec.loader).__name__, importlib.util.find_spec("sys").origin)
import types; print(isinstance(lz, types.ModuleType), lz.__name__, lz.__loader__.get_source("lz")[:5], lz.__spec__.name)
