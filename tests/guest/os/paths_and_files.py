import os, stat
os.mkdir("d"); os.makedirs("d/e/f", exist_ok=True); open("d/a.txt", "w").write("hi")
print(sorted(os.listdir("d")), os.path.isdir("d"), os.path.isfile("d/a.txt"), os.path.exists("zz"), os.stat("d/a.txt").st_size, stat.S_ISDIR(os.stat("d").st_mode))
for root, dirs, files in sorted(os.walk("d")): print(root, sorted(dirs), files)
print(sorted((e.name, e.is_dir(), e.is_file(), e.path) for e in os.scandir("d")))
os.rename("d/a.txt", "d/b.txt"); os.symlink("b.txt", "d/l"); print(os.readlink("d/l"), os.path.islink("d/l"), os.path.realpath("d/l") == os.path.abspath("d/b.txt"))
os.chmod("d/b.txt", 0o600); print(oct(os.stat("d/b.txt").st_mode & 0o777), os.access("d/b.txt", os.R_OK))
for f in (lambda: os.mkdir("d"), lambda: os.remove("zz"), lambda: os.rmdir("d"), lambda: os.listdir("zz"), lambda: os.rename("q", "r"), lambda: os.stat(5.5), lambda: os.stat("a\0b"), lambda: os.remove("d"), lambda: os.open("zz", 0), lambda: os.read(99, 1), lambda: os.chdir("zz")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
os.unlink("d/l"); os.remove("d/b.txt"); os.removedirs("d/e/f"); print(os.listdir("."))
p = os.path
print(p.join("a", "/b", "c"), p.join("a", ""), p.split("/a/b"), p.splitext("x.tar.gz"), p.normpath("a//b/../c/."), p.basename("/a/"), p.dirname("/a/b"), p.commonprefix(["abc", "abd"]), p.commonpath(["/a/b", "/a/c"]), p.relpath("/a/b", "/a/c"), p.isabs("/x"), p.expanduser("~"), p.expandvars("$HOME/x ${NOPE}"))
print(os.fspath("x"), os.fsencode("é"), os.fsdecode(b"\xff") == "\udcff", os.sep, os.linesep == "\n", os.name, os.curdir, os.devnull)
