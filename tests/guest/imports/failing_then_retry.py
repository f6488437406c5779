import sys
sys.path.insert(0, ".")
open("flaky.py", "w").write("import sys\nprint('try', sys.flag)\nif sys.flag: raise ValueError('first time')\nok = 1\n")
sys.flag = True
try:
    import flaky
except ValueError as e:
    print(e, "flaky" in sys.modules)
sys.flag = False
import flaky
print(flaky.ok)
open("broken.py", "w").write("x = (\n")
try:
    import broken
except SyntaxError as e:
    print(e.msg, e.filename.endswith("broken.py"), e.lineno)
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as e:
    print(e)
class Fake: attr = 7
sys.modules["fake"] = Fake
import fake
from fake import attr
print(fake.attr, attr)
import importlib
open("flaky.py", "w").write("ok = 222\n")
print(importlib.reload(flaky).ok, flaky.ok)
