tests = [" x = 1", "if x:\npass", "if x:\n  a\n b", "if x:\n\ta\n        b", "def f():\nreturn 1", "class A:\nx = 1", "for x in y:\npass", "while x:\npass", "try:\npass", "try:\n pass\nexcept:\npass", "try:\n pass\nfinally:\npass", "with x:\npass", "if x:\n pass\nelse:\npass", "if x:\n pass\nelif y:\npass", "match x:\ncase 1: pass", "match x:\n case 1:\n pass", "x = 1\n  y = 2", "if x:\n    a\n  b\n", "if x:\n\n\n# comment\npass", "if x: a\n  b", "  # only a comment", "if x:\n  # comment", "async def f():\npass", "async with x:\npass", "async for x in y:\npass", "def f():\n  x\n\ty", "if 1:\n" + " " * 8 + "a\n\tb", "try:\n pass\nexcept* E:\npass", "@d\ndef f():\npass", "x = [\n1,\n  2]\n y", "\tx", "if a:\n if b:\n  c\n d\ne", "if a:\n if b:\n   c\n  d"]
for t in tests:
    try:
        compile(t, "t", "exec")
        print(repr(t), "fine")
    except SyntaxError as e:
        print(repr(t), "->", type(e).__name__, e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset), repr(e.text))
for depth in (50, 98, 99, 100, 101, 150):
    src = "".join(" " * i + "if 1:\n" for i in range(depth)) + " " * depth + "pass\n"
    try:
        compile(src, "t", "exec")
        print(depth, "fine")
    except SyntaxError as e:
        print(depth, type(e).__name__, e.msg, e.lineno)
