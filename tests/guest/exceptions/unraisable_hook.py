# sys.unraisablehook that fails, is None or is gone; the report of its own failure names it.
import io
import re
import sys


class Broken:
    def __init__(self, text):
        self.text = text

    def __del__(self):
        raise ValueError(self.text)


class Hook:
    def __call__(self, arguments):
        raise KeyError("hook")

    def __repr__(self):
        return "<the hook>"


sys.stderr = io.StringIO()
default = sys.unraisablehook
sys.unraisablehook = Hook()
Broken("one")
sys.unraisablehook = None
Broken("two")
del sys.unraisablehook
Broken("three")
sys.unraisablehook = default
print(re.sub(" at 0x[0-9a-f]+", "", sys.stderr.getvalue()))
sys.stderr = None
Broken("four")
print("end")
