print("{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{x} {y}".format(x=1, y=2), "{0.real} {0[1]}".format([5, 6]) if False else "{0[1]}".format([5, 6]))
print("{a[k]} {a[0]}".format(a={"k": 1, 0: 2}), "{0.imag}".format(3j), "{!r} {!s} {!a}".format("é", "é", "é"), "{{}} {}".format(1), "{:{}}|".format("a", 5), "{:{w}.{p}f}".format(3.14159, w=8, p=2))
class P:
    x = [1, {"k": "deep"}]
print("{p.x[1][k]}".format(p=P()), "{0.x[0]}".format(P))
for f in ("{", "}", "{}", "{0} {}", "{} {0}", "{a}", "{0.nope}", "{0[9]}", "{!x}", "{:d}", "{0!}", "{a b}", "{0[}", "{0.}", "{0[]}", "{0]}", "{:{:{}}}"):
    try:
        print(f, f.format("s") if f not in ("{}",) else f.format())
    except Exception as e:
        print(f, type(e).__name__, e)
print("{x}".format_map({"x": 5}))
class D(dict):
    def __missing__(self, k): return f"<{k}>"
print("{a} {b}".format_map(D(a=1)))
