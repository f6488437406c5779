import copy, pickle, io
class A:
    def __init__(self, v): self.v = v; self.me = self
class S:
    __slots__ = ("a", "b")
class R:
    def __init__(self, x): self.x = x
    def __reduce__(self): return (R, (self.x * 2,))
class G:
    def __getstate__(self): return {"kept": self.kept}
    def __setstate__(self, st): self.__dict__.update(st, restored=True)
class N(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    def __getnewargs__(self): return tuple(self)
a = A([1, {"k": (2,)}]); b = copy.deepcopy(a); c = copy.copy(a)
print(b.v == a.v, b.v is a.v, b.me is b, c.v is a.v, c.me is a)
s = S(); s.a = [1]; t = copy.deepcopy(s); print(t.a, t.a is s.a, hasattr(t, "b"), copy.copy(R(5)).x)
g = G(); g.kept, g.lost = 1, 2
for p in range(6):
    x = pickle.loads(pickle.dumps([g, R(3), N(1, 2), {1: "a", (2, 3): {4}}, 2**100, -1, 1.5, "é😀", b"b" * 300, None, True, ..., len, A, frozenset([1]), 1j, range(3), slice(1), bytearray(b"q"), KeyError("k")], p))
    print(p, vars(x[0]), x[1].x, x[2], x[3:], type(x[2]).__name__) if p in (0, 5) else print(p, x[3] == {1: "a", (2, 3): {4}})
y = pickle.loads(pickle.dumps(a)); print(y.me is y, y.v)
l = []; l.append(l); m = pickle.loads(pickle.dumps(l)); print(m[0] is m, copy.deepcopy(l)[0][0] is not l)
for f in (lambda: pickle.dumps(lambda: 0), lambda: pickle.loads(b"junk"), lambda: pickle.loads(b""), lambda: pickle.dumps(x for x in []), lambda: copy.deepcopy(io), lambda: pickle.dumps(open("/dev/null")), lambda: pickle.dumps(1, 9)):
    try: f()
    except Exception as e: print(type(e).__name__, str(e)[:60].split(" at 0x")[0])
class P(pickle.Pickler):
    def persistent_id(self, o): return "PID" if o == "ext" else None
f = io.BytesIO(); P(f).dump(["ext", 1]); up = type("U", (pickle.Unpickler,), {"persistent_load": lambda self, i: f"loaded {i}"})(io.BytesIO(f.getvalue())); print(up.load(), [o.name for o, *_ in __import__("pickletools").genops(pickle.dumps((1, "a"), 2))])
