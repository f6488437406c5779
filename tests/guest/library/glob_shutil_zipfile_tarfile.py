import glob, shutil, os, zipfile, tarfile, io, filecmp, tempfile, fileinput
for p in ("d/a.py", "d/b.txt", "d/e/c.py", "d/.hid.py"): os.makedirs(os.path.dirname(p), exist_ok=True); open(p, "w").write(p)
print(sorted(glob.glob("d/*.py")), sorted(glob.glob("**/*.py", recursive=True)), sorted(glob.glob("d/[ab].*")), glob.glob("zz*"), glob.escape("a[b]"))
shutil.copytree("d", "d2", ignore=shutil.ignore_patterns("*.txt")); print(sorted(os.listdir("d2")), filecmp.cmp("d/a.py", "d2/a.py"), shutil.move("d2/a.py", "moved.py"), shutil.which("sh") is not None); shutil.rmtree("d2"); print(os.path.exists("d2"))
with zipfile.ZipFile("z.zip", "w", zipfile.ZIP_DEFLATED) as z: z.write("d/a.py"); z.writestr("x/y.txt", "data" * 100)
with zipfile.ZipFile("z.zip") as z: print(z.namelist(), z.read("x/y.txt")[:8], z.getinfo("x/y.txt").file_size, z.testzip(), zipfile.is_zipfile("z.zip"))
with tarfile.open("t.tgz", "w:gz") as t: t.add("d", filter=lambda i: i if not i.name.endswith("txt") else None)
with tarfile.open("t.tgz") as t: print(sorted(t.getnames()), t.extractfile("d/a.py").read(), t.getmember("d").isdir())
for f in (lambda: zipfile.ZipFile("moved.py"), lambda: tarfile.open("moved.py"), lambda: shutil.copy("nope", "x"), lambda: z.read("a"), lambda: shutil.rmtree("nope"), lambda: zipfile.ZipFile("z.zip").read("nope")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print([l for l in fileinput.input(["d/a.py", "d/b.txt"])], shutil.disk_usage("/").total > 0, shutil.make_archive("arc", "zip", "d").endswith("arc.zip"))
