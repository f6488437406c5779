# Message, line and offset of what the parser refuses.
tests = ["x = ", "if x", "if x:\n", "for in y: pass", "while: pass", "def f()", "def : pass", "class", "class A(: pass", "return", "yield", "break", "continue", "import", "from x import", "del", "del f()", "assert", "raise from x", "with: pass", "try: pass", "try:\n pass\nx = 1", "else: pass", "elif x: pass", "finally: pass", "except: pass", "pass pass", "x y", "1 2", "global", "nonlocal x", "lambda", "async x", "await", "print 'a'", "exec 'a'", "a = b = ", "x +", "not", "x is", "in x", "def f(x): return x y", "if x = 1: pass", "while x = 1: pass", "for x = 1 in y: pass", "with a as 1: pass", "import a as b.c", "from a import b as c.d", "from . import", "x: int y", "@", "@x\n", "@x\ny = 1", "pass;;", ";", "x = (1, 2", "x = [1, 2", "x = {1: 2", "x = )", "x = (]", "f(", "f(a b)", "f(a, b", "f(a for a in b, c)", "f(**a, *b)", "f(a=1, b)"]
for t in tests:
    try:
        compile(t, "t", "exec")
        print(repr(t), "fine")
    except SyntaxError as e:
        print(repr(t), "->", type(e).__name__, e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset))
