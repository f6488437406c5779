# tags: processes
import subprocess, sys
r = subprocess.run(["sh", "-c", "echo out; echo err >&2; exit 3"], capture_output=True, text=True); print(r)
print(subprocess.check_output(["cat"], input=b"data"), subprocess.call("exit 4", shell=True), subprocess.getoutput("echo hi"), subprocess.run("cat", input="é", text=True, stdout=subprocess.PIPE).stdout, subprocess.getstatusoutput("false"))
p = subprocess.Popen([sys.executable, "-c", "import sys\nfor l in sys.stdin: print(l.strip()[::-1], flush=True)"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
p.stdin.write("abc\n"); p.stdin.flush(); print(p.stdout.readline(), p.poll(), p.communicate("def\n"), p.returncode)
for f in (lambda: subprocess.run(["false"], check=True), lambda: subprocess.run(["nonexistent-cmd"]), lambda: subprocess.run(["sleep", "5"], timeout=0.05), lambda: subprocess.check_output("echo x; exit 2", shell=True), lambda: subprocess.run("a", stdout=subprocess.PIPE, capture_output=True)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e if "sleep" not in str(e) else "sleep")
k = subprocess.Popen(["sleep", "10"]); k.terminate(); print(k.wait(), subprocess.run(["sh", "-c", "kill -9 $$"]).returncode)
with subprocess.Popen(["echo", "ctx"], stdout=subprocess.PIPE) as q: print(q.stdout.read())
print(subprocess.run(["sh", "-c", "echo $A; pwd"], env={"A": "b"}, cwd="/", capture_output=True).stdout, subprocess.run("echo a 1>&2", shell=True, stderr=subprocess.STDOUT, stdout=subprocess.PIPE).stdout, subprocess.DEVNULL, subprocess.list2cmdline(["a b", "c"]))
