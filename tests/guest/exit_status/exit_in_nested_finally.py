import sys, atexit
atexit.register(lambda: print("atexit"))
def f():
    try:
        sys.exit(4)
    finally:
        print("finally")
try:
    f()
except Exception:
    print("SystemExit is no Exception")
finally:
    print("outer finally")
