log = []
def t(x): log.append(x); return x
class C:
    def __getattr__(self, n): log.append("." + n); return self
    def __call__(self, *a, **k): log.append("()"); return self
    def __getitem__(self, k): log.append("[]"); return self
    def __setitem__(self, k, v): log.append("[]=")
    def __setattr__(self, n, v): log.append(f".{n}=")
    def __add__(self, o): log.append("+"); return self
    def __iadd__(self, o): log.append("+="); return self
c = C()
def show(): print(" ".join(map(str, log))); log.clear()
c.a(t(1)).b[t(2)](t(3), *t([4]), k=t(5), **t({"z": 6})); show()
c[t(1)] = t(2); show()
c.x = t(1); show()
c[t(1)] += t(2); show()
c.x += t(1); show()
c[t(1)], c.y = t(2), t(3); show()
{t(1): t(2), **t({}), t(3): t(4)}; show()
t(1) if t(0) else t(2); show()
t(1) < t(2) < t(0) < t(9); show()
f"{t(1)}{t(2)!r:{t(3)}}"; show()
(lambda a=t(1), *, b=t(2): 0)(t(3)); show()
[t(i) for i in t([1, 2]) if t(i) > 1]; show()
a = b = c[t(0)] = t(1); show()
t(1) and t(0) or t(3) and t(4); show()
c.m(t(1), c[t(2)] + t(3)); show()
for c[t(1)] in t([7, 8]): t("body")
show()
with_ = [t(1), *t([2]), t(3)][t(0)]; show()
assert t(1), t("no"); show()
