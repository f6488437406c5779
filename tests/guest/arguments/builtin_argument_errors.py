tests = ["len()", "len(1, 2)", "len(x=1)", "print(foo=1)", "sorted()", "sorted([1], 5)", "int('1', bas=2)", "isinstance(1)", "ord()", "abs()", "abs(1, 2)", "getattr(1)", "dict(1, 2)", "str(1, foo=2)", "list(x=1)", "range(a=1)", "enumerate()", "zip(strict=1, foo=2)", "max()", "max(1, key=1, foo=2)", "sum()", "pow(1)", "round()", "open()", "iter()", "next()", "hash()", "id()", "divmod(1)", "chr()", "min(default=1)", "map()", "map(len)", "filter(None)", "reversed()", "super(1, 2, 3)", "type()", "type(1, 2)", "object(1)", "property(1, 2, 3, 4, 5)", "[].append(x=1)", "''.split(sep=1, sep2=2)", "bool(1, 2)", "bool(x=1)", "float(x=1)", "tuple(x=1)", "set(x=1)", "callable()", "repr()", "vars(1)", "setattr(1, 2, 3)", "compile()", "exec()", "bytes(foo=1)", "complex(foo=1)", "slice(a=1)", "issubclass(1, 2)", "isinstance(1, 2)", "format()", "bin()", "hex(1.5)"]
for t in tests:
    try:
        print(t, eval(t))
    except TypeError as e:
        print(t, "->", e)
