import os.path, sys as system
import collections.abc as cabc
from os import path as p, sep
from math import *
print(os.path is p, system.__name__, cabc.Mapping.__name__, sep, floor(2.5), "pi" in globals())
def f():
    import json.decoder
    return json.decoder.__name__, "json" in globals()
print(f())
for t in ("import no_such_module", "import os.nope", "from os import nope", "from no_such.sub import x", "import math.sub", "from . import x", "from .x import y", "import ''"):
    try:
        exec(t, {"__name__": "__main__"})
    except (ImportError, SyntaxError) as e:
        print(type(e).__name__, e.msg, getattr(e, "name", None))
for t in ("from os import *, path", "import os as a.b", "def f(): from os import *", "from os import", "from os import (a, b", "import os.path as", "from __future__ import nope", "x=1\nfrom __future__ import annotations"):
    try:
        compile(t, "t", "exec")
    except SyntaxError as e:
        print(e.msg)
print(__import__("os.path").__name__, __import__("os.path", fromlist=["join"]).__name__)
import importlib
print(importlib.import_module("json.encoder").__name__)
