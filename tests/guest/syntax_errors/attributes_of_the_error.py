def show(src, mode="exec"):
    try:
        compile(src, "file name.py", mode)
    except SyntaxError as e:
        print(type(e).__name__, e.args, e.text, e.filename, e.print_file_and_line, str(e))
show("x = 1\ny = = 2\nz = 3")
show("def f():\n    é = 'ü' + + + )\n")
show("a b", "eval"); show("", "eval"); show("x = 1", "eval"); show("1\n2", "single"); show("if x:\n  pass\ny", "single"); show("(\n1,\n2", "exec")
show("x = '''a\nb\nc"); show("x = \t\t$"); show("if 1:\n\t\tx = 1 2"); show("for x in range(10)\n  pass"); show("\ufeffx = = 1"); show("# -*- coding: latin-1 -*-\nx = = 1")
for src in (b"x = '\xff'", b"# coding: latin-1\nx = '\xff'; print(ascii(x))", b"# coding: nope\nx", b"\xef\xbb\xbfprint('bom')", b"\xef\xbb\xbf# coding: latin-1\nx", b"x = 1\r\ny = 2\rprint(x, y)", b"a\x00b"):
    try:
        exec(compile(src, "bytes.py", "exec"))
    except (SyntaxError, ValueError) as e:
        print(type(e).__name__, e)
try:
    int("a b") if False else exec("def f(:\n pass")
except SyntaxError as e:
    import traceback
    print("".join(traceback.format_exception_only(e)))
    print(traceback.format_exception_only(type(e), SyntaxError("bare")), traceback.format_exception_only(SyntaxError("m", ("f", 3, 0, "text", 3, 0))))
