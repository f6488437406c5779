import subprocess, sys
for code in ("raise SystemExit", "raise SystemExit(3)", "raise SystemExit('message')", "raise SystemExit(None)", "import sys; sys.exit()", "import sys; sys.exit(300)", "import sys; sys.exit(-1)", "import sys; sys.exit([1])", "import sys; sys.exit(2.5)", "import os; os._exit(7)", "import sys; sys.exit(True)", "1/0", "raise KeyboardInterrupt", "x ="):
    p = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    print(code, "->", p.returncode, repr(p.stdout), repr(p.stderr.strip().splitlines()[-1:] ))
