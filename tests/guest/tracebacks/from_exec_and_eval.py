import traceback
try:
    exec("x = 1\ny = x / 0", {})
except ZeroDivisionError:
    traceback.print_exc()
try:
    eval("undefined + 1")
except NameError:
    traceback.print_exc()
try:
    exec(compile("def f():\n    return [][1]\nf()", "made_up.py", "exec"))
except IndexError:
    traceback.print_exc()
import linecache
linecache.cache["virtual.py"] = (10, None, ["a = 1\n", "b = a['k']\n"], "virtual.py")
exec(compile("a = 1\nb = a['k']\n", "virtual.py", "exec"))
