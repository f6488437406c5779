class Bad(Exception):
    def __str__(self): raise RuntimeError("in str")
class Mod(Exception): pass
Mod.__module__ = "somewhere.else"
import traceback
try:
    raise Bad
except Bad:
    traceback.print_exc()
try:
    raise Mod("m")
except Mod:
    traceback.print_exc()
class Outer:
    class Inner(Exception): pass
raise Outer.Inner("qualified")
