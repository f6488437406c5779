# A stream that can't be flushed at the end makes the exit status 120, whatever it was.
import subprocess
import sys

for text in ("print('x')", "print('x')\nraise SystemExit(3)", "print('x')\n1/0", "import sys\nsys.stderr.write('x')", "1/0", "pass"):
    for name in ("stdout", "stderr"):
        with open("/dev/full", "w") as full:
            streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, name: full}
            print(repr(text), name, subprocess.run([sys.executable, "-S", "-c", text], **streams).returncode)
