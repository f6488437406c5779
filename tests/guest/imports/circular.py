import _circle_a
print(_circle_a.b_value, _circle_a.get())
try:
    import _circle_c
except ImportError as e:
    print(type(e).__name__, str(e).split(" (/")[0])
import sys
print("_circle_c" in sys.modules, "_circle_d" in sys.modules)
try:
    import _circle_e
except AttributeError as e:
    print(e)
