for e in ("'a'.foo()", "'abc'.upper(1)", "'a'.join()", "'a'.split(sep=1)", "'a'.split(foo=1)", "str.upper()", "str.upper(5)", "''.center()", "'a'.encode(5)", "'abc'.find('a', 'b')", "'x'.count('a', 0, 1, 2)", "str.join(1, 2)", "'a'.format_map()", "'a'.isalpha(1)"):
    try:
        eval(e)
    except Exception as x:
        print(e, "->", type(x).__name__, x)
