for e in (ValueError(), ValueError("a"), ValueError("a", 2), KeyError("k"), KeyError(), KeyError(1, 2), OSError(2, "No such file"), OSError(2, "msg", "file"), OSError(2, "m", "a", None, "b"), OSError("one"), SystemExit(3), SystemExit(), StopIteration(5), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), UnicodeEncodeError("ascii", "é", 0, 1, "why"), SyntaxError("m", ("f", 1, 2, "text")), ImportError("m", name="n", path="p"), AttributeError("a", name="n", obj=5), NameError("x", name="y")):
    print(type(e).__name__, "|", str(e), "|", repr(e), "|", e.args)
o = OSError(13, "denied", "path")
print(type(o).__name__, o.errno, o.strerror, o.filename, o.filename2, type(OSError(2, "x")).__name__, type(OSError(17, "x")).__name__, type(OSError(99999, "x")).__name__, type(IOError(11, "")).__name__, IOError is OSError, EnvironmentError is OSError)
print(SystemExit(3).code, SystemExit(1, 2).code, SystemExit().code, ImportError("m", name="n").name)
s = SyntaxError("m", ("f", 1, 2, "text", 3, 4))
print(s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno, s.end_offset, s.print_file_and_line)
for f in (lambda: UnicodeDecodeError("a"), lambda: ImportError(foo=1), lambda: ValueError(x=1), lambda: OSError(x=1), lambda: BaseException.__new__(int), lambda: AttributeError(foo=1)):
    try:
        f()
    except TypeError as e:
        print(e)
