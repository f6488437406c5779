import os, subprocess, sys
with open("prog.py", "w") as f:
    f.write("import sys\nprint(__file__, sys.argv, sys.path[0])\n1/0\n")
done = subprocess.run([sys.executable, "prog.py", "x"], capture_output=True, text=True)
print(done.stdout, done.stderr)
