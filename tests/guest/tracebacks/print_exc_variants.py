import traceback, sys
def f(n):
    if n == 0: raise ValueError("bottom")
    f(n - 1)
try:
    f(4)
except ValueError as e:
    traceback.print_exc(limit=2, file=sys.stdout)
    traceback.print_exc(limit=-2, file=sys.stdout)
    traceback.print_exception(e, chain=False, file=sys.stdout)
    print(traceback.format_exc(limit=0))
    print(traceback.format_tb(e.__traceback__)[-1])
    te = traceback.TracebackException.from_exception(e, capture_locals=True)
    print("".join(te.format()))
    print(te.exc_type, te.stack[0].name, str(te))
traceback.print_stack(file=sys.stdout)
def g(): traceback.print_stack(limit=1, file=sys.stdout)
g()
print(traceback.format_list([("file.py", 3, "name", "code line"), ("other.py", 4, "n2", None)]))
