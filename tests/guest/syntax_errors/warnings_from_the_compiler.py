import warnings
tests = ["x is 1", "x is 'a'", "x is not ()", "1 is 1", "assert (x, 'm')", "'a' 'b'()" , "1()", "[1]()", "(1, 2)[1.5]", "[1]['a']", "'abc'['x']", "5[0]", "None[1]", "'\\d'", "b'\\q'", "f'\\w{x}'", "1if x else 2", "0x1for x in y", "1or 2", "{1}['a']", "...()", "f'a'()", "(x for x in y)[0]", "lambda: 0 and 1()", "[1, 2][1, 2]", "'\\400'", "1 in 2", "x == 1 is 2"]
for t in tests:
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try:
            compile(t, "f.py", "exec")
        except SyntaxError as e:
            print(repr(t), "SyntaxError", e.msg)
            continue
    print(repr(t), [(x.category.__name__, str(x.message), x.filename, x.lineno) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for t in ("x = 1\ny is 1", "'\\d'"):
        try:
            compile(t, "f.py", "exec")
        except SyntaxError as e:
            print(type(e).__name__, e.msg, e.lineno, e.offset, e.filename)
