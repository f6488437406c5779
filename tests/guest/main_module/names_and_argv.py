# args: one "two words" -x --long=v
import sys, os
print(__name__, os.path.basename(__file__), __doc__, __package__, __spec__, type(__loader__).__name__, sys.argv[1:], os.path.basename(sys.argv[0]), os.path.basename(sys.path[0]), __annotations__ if "__annotations__" in globals() else "no annotations")
print(sorted(k for k in globals() if k.startswith("__")), sys.modules["__main__"].__name__)
import __main__
__main__.injected = 5
print(injected, __builtins__.__name__, __cached__ if "__cached__" in globals() else "-")
if __name__ == "__main__":
    print("is main")
