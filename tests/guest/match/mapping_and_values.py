import enum
class C(enum.Enum):
    R = 1
    G = 2
class K: key = "dyn"
def m(v):
    match v:
        case C.R: return "red"
        case {K.key: x}: return f"dyn {x}"
        case {"a": 1, "b": [_, *t]}: return f"ab {t}"
        case {"a": {"b": {"c": deep}}}: return deep
        case {"t": "x" | "y" as t, **kw}: return f"{t} {kw}"
        case {None: n, 1: o}: return n, o
        case {"default": _}: return "has default"
    return "no"
from collections import defaultdict, OrderedDict
print([m(v) for v in (C.R, C.G, {"dyn": 5}, {"a": 1, "b": (0, 1, 2)}, {"a": {"b": {"c": "deep"}}}, {"t": "y", "u": 1}, {None: 1, 1: 2}, OrderedDict(default=1), {"a": 2}, [("a", 1)])])
d = defaultdict(lambda: "made")
match d:
    case {"missing": x}: print("matched", x)
    case _: print("no default factory", dict(d))
match (1, 2), {"k": (3, [4])}:
    case (a, b), {"k": (c, [e])}: print(a, b, c, e)
match 5:
    case x if x > 10: print("big")
    case x if x > 3: print("medium", x)
match "cmd arg1 arg2".split():
    case ["cmd", *args]: print(args)
match = case = _ = 3
print(match, case, _)
match x:
    case _: print("soft keywords", x)
print(match [0] if isinstance(match, list) else match * case)
