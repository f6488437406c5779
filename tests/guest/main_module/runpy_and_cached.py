import runpy, sys
open("prog.py", "w").write("import sys\nx = 5\nprint(__name__, sys.argv[0], __file__)\n")
r = runpy.run_path("prog.py", {"given": 1}, run_name="custom"); print(r["x"], r["given"], r["__name__"])
sys.path.insert(0, ".")
r = runpy.run_module("prog", run_name="modrun"); print(r["x"])
try:
    runpy.run_module("no_mod")
except ImportError as e:
    print(e)
