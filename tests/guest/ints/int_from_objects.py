class Index:
    def __index__(self): return 7
class Int:
    def __int__(self): return 8
class Trunc:
    def __trunc__(self): return 9
class BadInt:
    def __int__(self): return "no"
class BadIndex:
    def __index__(self): return 1.5
import warnings
warnings.simplefilter("ignore")
print(int(Index()), int(Int()), int(Trunc()), [0] * Index(), hex(Index()), range(Index()))
for c in (BadInt, BadIndex, object):
    try:
        int(c())
    except TypeError as e:
        print(e)
print(int(3.99), int(-3.99), int(1e20), int(float(2**70)))
for f in (float("inf"), float("nan"), -float("inf")):
    try:
        int(f)
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
