import sys, types, os
os.makedirs("rp/inner")
open("rp/__init__.py", "w").write("")
open("rp/a.py", "w").write("from .b import v\nfrom . import b\nfrom .inner import c\n")
open("rp/b.py", "w").write("v = 'b'\n")
open("rp/inner/__init__.py", "w").write("from ..b import v as w\n")
open("rp/inner/c.py", "w").write("from ...toofar import x\n")
open("rp/inner/d.py", "w").write("from .. import nothing\n")
sys.path.insert(0, ".")
for name in ("rp.a", "rp.inner", "rp.inner.c", "rp.inner.d"):
    try:
        m = __import__(name, fromlist=["x"])
        print(name, sorted(n for n in vars(m) if not n.startswith("__")))
    except ImportError as e:
        print(name, type(e).__name__, str(e).split(" (")[0])
try:
    exec("from . import x", {"__name__": "m", "__package__": "notloaded"})
except ImportError as e:
    print(e)
try:
    exec("from .. import x", {"__name__": "rp.b", "__package__": "rp"})
except ImportError as e:
    print(e)
