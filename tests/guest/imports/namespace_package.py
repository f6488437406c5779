import os, sys
for d in ("a", "b"):
    os.makedirs(f"{d}/nsp")
open("a/nsp/one.py", "w").write("v = 1")
open("b/nsp/two.py", "w").write("v = 2")
sys.path[:0] = ["a", "b"]
import nsp, nsp.one, nsp.two
print(nsp.one.v, nsp.two.v, list(nsp.__path__), nsp.__file__ if hasattr(nsp, "__file__") else "no file", nsp.__spec__.origin, nsp)
from nsp import one as renamed
print(renamed is nsp.one)
try:
    import nsp.three
except ModuleNotFoundError as e:
    print(e)
