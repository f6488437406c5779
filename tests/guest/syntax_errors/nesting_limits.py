def t(name, src):
    try:
        compile(src, "t", "exec")
        print(name, "fine")
    except (SyntaxError, MemoryError, RecursionError) as e:
        print(name, type(e).__name__, getattr(e, "msg", "")[:60])
t("parens 100", "(" * 100 + "1" + ")" * 100); t("parens 201", "(" * 201 + "1" + ")" * 201); t("brackets 300", "[" * 300 + "]" * 300)
t("20 loops", "".join(" " * i + "for x in y:\n" for i in range(20)) + " " * 20 + "pass")
t("21 loops", "".join(" " * i + "for x in y:\n" for i in range(21)) + " " * 21 + "pass")
t("21 withs", "".join(" " * i + "with x:\n" for i in range(21)) + " " * 21 + "pass")
t("300 args", "f(" + ",".join(f"a{i}" for i in range(300)) + ")"); t("300 params", "def f(" + ",".join(f"a{i}" for i in range(300)) + "): pass")
t("long chain", "x" + ".a" * 2000); t("many elifs", "if x: pass\n" + "elif x: pass\n" * 500); t("many statements", "x = 1\n" * 5000); t("long string", "'" + "a" * 100000 + "'"); t("many constants", "x = [" + ",".join(map(str, range(5000))) + "]"); t("many names", ";".join(f"v{i} = {i}" for i in range(3000)))
ns = {}
exec("def f(" + ",".join(f"a{i}={i}" for i in range(600)) + "): return a0 + a599 + sum([" + ",".join(f"a{i}" for i in range(600)) + "])", ns); print(ns["f"](), ns["f"](*range(600, 1200)))
exec("def g():\n" + "".join(f"    v{i} = {i}\n" for i in range(700)) + "    return v0 + v699 + (lambda: v350)()", ns); print(ns["g"]())
exec("r = " + "+".join(f"x{i % 3}" for i in range(999)), {"x0": 1, "x1": 2, "x2": 3}, ns); print(ns["r"])
exec("def h(x):\n" + "".join(f"    if x == {i}: return {i * 2}\n" for i in range(2000)), ns); print(ns["h"](1999), ns["h"](0), ns["h"](5000))
exec("d = {" + ",".join(f"'k{i}': {i}" for i in range(2000)) + "}", ns); print(len(ns["d"]), ns["d"]["k1234"])
exec("def many(**kw): return len(kw)\nq = many(" + ",".join(f"k{i}={i}" for i in range(400)) + ")", ns); print(ns["q"])
