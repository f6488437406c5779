# env: GUEST_A=one
import os, sys
print(os.environ["GUEST_A"], os.environ.get("NOPE"), os.getenv("NOPE", "d"), "GUEST_A" in os.environ)
os.environ["NEW"] = "x y"; os.putenv("PUT", "p"); print(os.popen("echo $NEW $PUT").read(), end="")
del os.environ["NEW"]
for f in (lambda: os.environ["NEW"], lambda: os.environ.__setitem__("a", 5), lambda: os.environ.__setitem__("a=b", "c"), lambda: os.environ.__setitem__("", "c")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(os.system("exit 3"), os.waitstatus_to_exitcode(os.system("exit 3")), os.getpid() != os.getppid(), os.getcwd() == os.path.realpath("."), os.cpu_count() > 0, isinstance(os.urandom(4), bytes))
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    print("child", flush=True)
    os._exit(5)
_, st = os.waitpid(pid, 0)
print(os.WIFEXITED(st), os.WEXITSTATUS(st))
r, w = os.pipe()
sys.stdout.flush()
if os.fork() == 0:
    os.close(r); os.write(w, b"from child"); os._exit(0)
os.close(w); print(os.read(r, 100), os.wait()[1]); os.close(r)
os.umask(0o22); print(oct(os.umask(0o22)), os.isatty(1), os.get_terminal_size.__name__, os.uname().sysname, len(os.times()), os.sysconf("SC_PAGESIZE") > 0)
