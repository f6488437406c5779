import os, py_compile, subprocess, sys
with open("prog.py", "w") as f:
    f.write("import sys\nprint(os_name, __name__, type(__loader__).__name__, __cached__, sys.argv[1:])\n".replace("os_name", "'run'"))
py_compile.compile("prog.py", "prog.pyc", doraise=True)
os.remove("prog.py")
done = subprocess.run([sys.executable, "prog.pyc", "a"], capture_output=True, text=True)
print(done.returncode, done.stdout, done.stderr)
with open("bad.pyc", "wb") as f:
    f.write(b"nonsense, and not a little of it")
done = subprocess.run([sys.executable, "bad.pyc"], capture_output=True, text=True)
print(done.returncode, done.stdout, done.stderr)
