# command: -c "import subprocess, sys; r = subprocess.run([sys.executable, '--version'], capture_output=True, text=True); print(r.returncode, r.stdout.startswith('Python 3.11'), r.stderr)"
