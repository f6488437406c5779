from pathlib import Path, PurePosixPath
p = Path("a/b.txt")
print(p, repr(p), p.name, p.stem, p.suffix, p.parent, p.parts, p / "c", p.with_suffix(".py"), p.with_name("z"), p.is_absolute(), Path("/a") / "/b", Path("x/../y"), Path(""), Path("a//b/./c"))
p.parent.mkdir(); print(p.write_text("héllo\n"), p.read_text(), p.read_bytes(), p.exists(), p.stat().st_size, p.is_file())
Path("a/sub").mkdir(); Path("a/sub/x.py").touch()
print(sorted(map(str, Path(".").glob("**/*"))), sorted(x.name for x in Path("a").iterdir()), sorted(map(str, Path(".").rglob("*.py"))), list(p.parents))
print(PurePosixPath("/a/b/c").relative_to("/a"), PurePosixPath("a") < PurePosixPath("b"), PurePosixPath("a/b.py").match("*.py"), hash(Path("a")) == hash(Path("a")), Path("a") == PurePosixPath("a"), Path("/a/b").as_uri(), Path.home())
for f in (lambda: Path("no").read_text(), lambda: PurePosixPath("/a").relative_to("/b"), lambda: p.with_name(""), lambda: Path(5), lambda: Path("a").mkdir(), lambda: p.with_suffix("x")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
p.rename("moved"); Path("moved").unlink(); Path("gone").unlink(missing_ok=True); print(sorted(map(str, Path().iterdir())))
