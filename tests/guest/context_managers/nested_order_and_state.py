log = []
class M:
    def __init__(s, n, swallow=()): s.n, s.swallow = n, swallow
    def __enter__(s): log.append(f"+{s.n}"); return s
    def __exit__(s, t, v, tb): log.append(f"-{s.n}{'!' + t.__name__ if t else ''}"); return t is not None and issubclass(t, s.swallow)
def run(f):
    log.clear()
    try: r = f()
    except Exception as e: r = repr(e)
    print(r, " ".join(log))
def f1():
    with M(1), M(2) as b, M(3): return b.n
def f2():
    with M(1, ValueError):
        with M(2): raise ValueError("x")
    return "swallowed"
def f3():
    with M(1):
        with M(2, KeyError): raise ValueError
def f4():
    for i in range(3):
        with M(i):
            if i == 1: break
    return i
def f5():
    with M(1):
        try:
            with M(2): raise KeyError
        except KeyError: log.append("caught")
        finally: log.append("fin")
    return 1
def f6():
    def g():
        with M("g"):
            yield 1
            yield 2
    with M("o"):
        for x in g():
            return x
def f7():
    with M(1, Exception) as a, M(2) as b: a.n = 1 / 0
    return a.n
def f8():
    with M("outer", RuntimeError):
        with M("inner"):
            try: raise ValueError
            finally: raise RuntimeError
    return "ok"
for f in (f1, f2, f3, f4, f5, f6, f7, f8): run(f)
