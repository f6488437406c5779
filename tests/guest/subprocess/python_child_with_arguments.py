# tags: processes
import subprocess, sys
def py(*a, **k): r = subprocess.run([sys.executable, *a], capture_output=True, text=True, **k); return r.returncode, r.stdout, r.stderr.splitlines()[-1:]
print(py("-c", "import sys; print(sys.argv)", "a", "b c"), py("-c", "1/0"), py("-", "x", input="import sys; print(sys.argv, __name__)"), py(input="print('stdin program')"), py("-m", "json.tool", input='{"b": [1]}'), py("-m", "no_such_mod")[0], py("nofile.py")[0], py("-O", "-c", "print(__debug__)"), py("-I", "-c", "import sys; print(sys.flags.isolated, sys.flags.no_user_site)"), py("-W", "error", "-c", "import warnings; warnings.warn('w')"), py("-B", "-c", "import sys; print(sys.dont_write_bytecode)"), py("-x", "-c", "print(1)")[0], py("-V")[1].startswith("Python 3.11"), sep="\n")
open("mod.py", "w").write("import sys\nprint(__name__, sys.argv, __file__.rsplit('/')[-1], __spec__ and __spec__.name)\n")
print(py("-m", "mod", "q"), py("mod.py", "r"), py("./mod.py"), sep="\n")
import os; os.mkdir("pk"); open("pk/__main__.py", "w").write("print('main of', __package__, __name__)"); open("pk/__init__.py", "w").write("")
print(py("-m", "pk"), py("pk"), py("-c", "raise SystemExit('msg')"), py("-u", "-c", "print(1)"), py("-E", "-S", "-s", "-c", "print(2)"), py("-q", "-c", "print(3)"), sep="\n")
