def evaluate(e, env):
    match e:
        case int() | float(): return e
        case str(name) if name in env: return env[name]
        case str(name): raise NameError(name)
        case ("+", a, b): return evaluate(a, env) + evaluate(b, env)
        case ("-", a): return -evaluate(a, env)
        case ("*", *terms):
            r = 1
            for t in terms: r *= evaluate(t, env)
            return r
        case ("let", {"name": str(n), "value": v}, body): return evaluate(body, env | {n: evaluate(v, env)})
        case ("if", c, a, b): return evaluate(a if evaluate(c, env) else b, env)
        case [op, *_]: raise ValueError(f"unknown {op}")
        case _: raise TypeError(type(e).__name__)
for e in (5, "x", ("+", 1, ("*", 2, 3, "x")), ("-", ("-", 4)), ("let", {"name": "y", "value": 7, "extra": 1}, ("*", "y", "y")), ("if", 0, "nope", 2), ("**", 1), None, "zz", ("*",), []):
    try: print(e, "=", evaluate(e, {"x": 10}))
    except (NameError, ValueError, TypeError) as x: print(e, type(x).__name__, x)
def http(r):
    match r:
        case {"status": 200 | 201 as s, "body": {"items": [first, *rest]}}: return s, first, len(rest)
        case {"status": int(s), **other} if 400 <= s < 500: return "client", s, sorted(other)
        case {"status": s} if s >= 500: return "server"
        case {"redirect": [str(u), *_] | str(u)}: return u
    return None
print([http(r) for r in ({"status": 200, "body": {"items": [1, 2, 3]}}, {"status": 404, "why": "x"}, {"status": 503}, {"redirect": "u1"}, {"redirect": ["u2", 1]}, {"redirect": [1]}, {})])
