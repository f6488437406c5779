# What a native pickler must share with CPython: the same bytes, framing, memo, hooks and errors.
import _pickle
import collections
import copyreg
import hashlib
import io
import pickle


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ("a", "b")


class Items(list):
    pass


class Hidden:
    def __getstate__(self):
        return None


class Odd:
    def __init__(self):
        self.parent = None

    def __reduce__(self):
        self.parent.__dict__
        return Odd, ()


def digest(value, protocol):
    data = pickle.dumps(value, protocol)
    out = io.BytesIO()
    pickle.Pickler(out, protocol).dump(value)
    assert pickle.loads(out.getvalue()) is not None or value is None
    same = data == out.getvalue()
    return len(data), hashlib.md5(data).hexdigest()[:8], same


slotted = Slotted()
slotted.a = [1]
items = Items("ab")
items.name = "items"
cycle = Point(1, None)
cycle.y = [cycle, {"me": cycle}]
ring = ([],)
ring[0].append(ring)
values = [
    None, True, 0, 255, 256, -1, 2**31, -2**31, 2**63, -2**63, -2**2047, 2**2040, 0.0, -1.5, 1e308,
    "", "a\\b\n\0", "\xe9", "\u20ac", "\U0001f600", "\udc80", "x" * 256, b"", b"x" * 256, bytearray(b"ab"),
    (), (1,), (1, 2, 3, 4), [1], list(range(1001)), {1: 2}, {i: i for i in range(1000)}, {7}, frozenset([7]),
    slotted, items, cycle, ring, Point, len, int, type(None), ..., collections.OrderedDict(a=1),
    ["%d" % i for i in range(20000)], ["x" * 70000, b"y" * 70000, "z"], [Point(i, i) for i in range(3)],
]
for protocol in range(6):
    print(protocol, [digest(v, protocol) for v in values if protocol >= 2 or v is not slotted])

odd = Odd()
owner = Point(odd, 5)
odd.parent = owner
print(vars(pickle.loads(pickle.dumps(owner)))["y"])


class Hooked(_pickle.Pickler):
    def persistent_id(self, obj):
        return ("id", obj.x) if isinstance(obj, Point) else None

    def reducer_override(self, obj):
        return (str, ("slotted",)) if isinstance(obj, Slotted) else NotImplemented


class Finder(_pickle.Unpickler):
    def persistent_load(self, pid):
        return Point(pid[1], "loaded")

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


out = io.BytesIO()
Hooked(out, 5).dump([Point(3, 4), slotted, Hidden])
out.seek(0)
loaded = Finder(out).load()
print(loaded[0].y, loaded[1], loaded[2] is Hidden)

copyreg.add_extension(__name__, "Point", 240)
print(pickle.dumps(Point, 2), pickle.loads(pickle.dumps(Point, 2)) is Point)
copyreg.remove_extension(__name__, "Point", 240)

buffers = []
big = bytearray(b"big" * 10)
data = pickle.dumps([pickle.PickleBuffer(big)], 5, buffer_callback=buffers.append)
print(data, pickle.loads(data, buffers=buffers)[0] is big)

for bad in [b"", b"K", b".", b"(.", b"a.", b"]a.", b"h\x05.", b"j\xff\xff\xff\xff.", b"\x80\x09.", b"\xff",
            b"'", b"cno_such_module\nx\n.", b"I1x\n.", b"Sabc\n.", b"\x8a\xff.", b"\x8b\xff\xff\xff\xff.",
            b"(K\x01K\x02K\x03d.", b"K\x01K\x02\x93.", b"K\x01)\x81.", b"Q.", b"\x97.", b"\x82\x00.",
            b"N}b.", b"cbuiltins\nobject\n)\x81K\x01b.", b"p-5\n.", b"Np-5\n.", b"\x95\x00\x00\x00\x00\x00\x00\x00\xff.",
            b"(0.", b"0.", b"1.", b"N\x90.", b"(K\x01u.", b"Pa\x80\n.", b"N)R.", b"NNR."]:
    try:
        print(bad, pickle.loads(bad))
    except Exception as error:
        print(bad, type(error).__name__, error)
deep = []
for _ in range(100000):
    deep = [deep]
for _ in range(2):
    try:
        pickle.dumps(deep)
    except RecursionError as error:
        print("RecursionError", error)
while deep:
    deep = deep[0]
for bad in [lambda: 0, (i for i in ()), Point.__init__.__globals__["io"]]:
    try:
        pickle.dumps(bad)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at ")[0])
