# options: -W error
import subprocess, sys
for source in ('x = """\\q"""\n', "x = 1\nif x is 1: pass\n", "def f():\n    return\nreturn 5\n", 'a = f"""{}\nb"""\n'):
    with open("prog.py", "w") as f:
        f.write(source)
    done = subprocess.run([sys.executable, "-W", "error", "prog.py"], capture_output=True, text=True)
    print(done.returncode, done.stderr)
