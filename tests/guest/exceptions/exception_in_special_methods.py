class E:
    def __bool__(s): raise ValueError("bool")
    def __len__(s): raise ValueError("len")
    def __iter__(s): raise ValueError("iter")
    def __getitem__(s, i): raise ValueError("getitem")
    def __setitem__(s, i, v): raise ValueError("setitem")
    def __delitem__(s, i): raise ValueError("delitem")
    def __contains__(s, x): raise ValueError("contains")
    def __eq__(s, o): raise ValueError("eq")
    def __lt__(s, o): raise ValueError("lt")
    def __hash__(s): raise ValueError("hash")
    def __add__(s, o): raise ValueError("add")
    def __radd__(s, o): raise ValueError("radd")
    def __iadd__(s, o): raise ValueError("iadd")
    def __neg__(s): raise ValueError("neg")
    def __call__(s): raise ValueError("call")
    def __repr__(s): raise ValueError("repr")
    def __format__(s, f): raise ValueError("format")
    def __getattr__(s, n): raise ValueError("getattr " + n)
    def __setattr__(s, n, v): raise ValueError("setattr " + n)
    def __delattr__(s, n): raise ValueError("delattr " + n)
    def __index__(s): raise ValueError("index")
    def __enter__(s): raise ValueError("enter")
    def __exit__(s, *a): pass
    def __get__(s, o, t): raise ValueError("get")
    def __set_name__(s, o, n): pass
e = E()
def w():
    with e: pass
class H: d = E()
def iadd(): x = E(); x += 1
tests = [lambda: bool(e), lambda: not e, lambda: len(e), lambda: list(e), lambda: [*e], lambda: e[0], lambda: e.__setitem__(0, 1), lambda: 1 in e, lambda: e == 1, lambda: e != 1, lambda: e < 1, lambda: hash(e), lambda: {e: 1}, lambda: {e}, lambda: e + 1, lambda: 1 + e, iadd, lambda: -e, lambda: e(), lambda: repr(e), lambda: str(e), lambda: f"{e}", lambda: f"{e!r}", lambda: "%s" % e, lambda: e.foo, lambda: getattr(e, "x", 1), lambda: hasattr(e, "x"), lambda: setattr(e, "a", 1), lambda: delattr(e, "a"), lambda: [1][e], lambda: range(e), lambda: "a" * e, w, lambda: H.d, lambda: H().d, lambda: sorted([e, e]), lambda: max(e, e), lambda: sum([e]), lambda: [e].index(1), lambda: [1, 2] == [e, 2], lambda: (lambda a, b: 0)(*e), lambda: dict(e), lambda: "".join(e), lambda: any([e]), lambda: print(e), lambda: e and 1, lambda: 1 if e else 2, lambda: [x for x in [1] if e], lambda: isinstance(1, e), lambda: enumerate(e), lambda: zip(e), lambda: int(e), lambda: min([1], key=lambda x: e.q)]
for i, t in enumerate(tests):
    try: t(); print(i, "no error")
    except Exception as x: print(i, type(x).__name__, x.args[0] if x.args else "", end="; ")
