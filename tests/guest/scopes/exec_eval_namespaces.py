g = {"a": 1}
exec("b = a + 1\ndef f(): return b", g)
print(g["b"], g["f"](), "__builtins__" in g)
l = {}
exec("c = 5\nprint(sorted(locals()))", {"x": 1}, l)
print(l, eval("x + y", {"x": 1}, {"y": 2}), eval(" 1 + 2 "), eval(b"3"), eval(compile("4", "n", "eval")))
def f():
    z = 1
    exec("z = 2; q = 3")
    return z, sorted(locals())
print(f(), eval("[i for i in range(k)]", {"k": 3}))
class M(dict):
    def __missing__(self, k): return k.upper() if k.islower() and k != "print" else globals()[k] if k in globals() else __builtins__.__dict__[k]
exec("v = hello; w = v", {}, m := M())
print(m)
for t in ("eval('x = 1')", "eval('')", "exec('1 +')", "eval(5)", "exec('x', [])", "eval('1', {}, 5)", "exec(compile('1+1', 'f', 'single'))", "eval('1\\n2')", "eval('\\0')"):
    try:
        print(eval(t))
    except Exception as e:
        print(t, type(e).__name__, getattr(e, "msg", e))
try:
    exec("abs(1)", {"__builtins__": {}})
except NameError as e:
    print(e)
print(eval("len('abc')", {"__builtins__": {"len": lambda x: "fake"}}))
