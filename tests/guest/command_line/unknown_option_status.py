# command: -c "import subprocess, sys; r = subprocess.run([sys.executable, '--no-such-option'], capture_output=True, text=True); print(r.returncode, r.stderr.splitlines()[0])"
