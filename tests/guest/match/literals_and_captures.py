def m(x):
    match x:
        case 0 | 1: return "small"
        case -1: return "neg"
        case 2.5: return "float"
        case "a" | "b": return "letter"
        case b"x": return "bytes"
        case None: return "none"
        case True: return "never for 1"
        case 1 + 2j: return "complex"
        case [] : return "empty"
        case [x]: return f"one {x}"
        case (a, b): return f"two {a} {b}"
        case [first, *rest] if len(rest) > 3: return f"long {first}"
        case [_, *_, last]: return f"last {last}"
        case {"k": v, **rest}: return f"map {v} {rest}"
        case {}: return "mapping"
        case str() as s: return f"str {s}"
        case int(n) | float(n): return f"num {n}"
        case _: return "other"
for v in (0, 1, True, -1, 2.5, "a", b"x", None, 1 + 2j, [], [9], (1, 2), [1, 2, 3, 4, 5], [1, 2, 3], {"k": 1, "z": 2}, {}, {"q": 1}, "hello", 100, 3.5, {1}, range(3), "", b"yy", bytearray(b"q"), iter([])):
    print(repr(v)[:30] if not hasattr(v, "__next__") else "iter", "->", m(v))
