import json
v = {"a": [1, 2.5, None, True, False, "x\"\\\n\té😀\x01"], "b": {"c": {}}, "d": [], 1: 2, None: 3, True: 4, 2.5: 5}
print(json.dumps(v)); print(json.dumps(v, ensure_ascii=False, indent=2, sort_keys=False)); print(json.dumps([1, {"b": 1, "a": 2}], sort_keys=True, separators=(",", ":")))
print(json.loads('{"a": [1, -2.5e3, "\\u00e9\\ud83d\\ude00", null, true], "b": {}}'), json.loads(" [ ] "), json.loads("1" * 30), json.loads('"\\/"'), json.loads(b'"x"'), json.dumps((1, 2)), json.dumps("</>"))
print(json.dumps([float("inf"), float("nan"), 1e100, 1.0, 10**20]), json.loads("[NaN, -Infinity, 1E2, -0, -0.0]"))
for t in ("", "{", "[1,]", '{"a" 1}', '{"a": 1,}', "{1: 2}", "nul", '"abc', '"\\x"', '"\n"', "[1 2]", "01", "1.", "'a'", "[1] x", '"\\u12"', "{'a': 1}", "\ufeff1"):
    try:
        print(json.loads(t))
    except json.JSONDecodeError as e:
        print(repr(t), e, e.pos, e.lineno, e.colno)
for x in (object, {(1, 2): 3}, {1, 2}, b"x", 1j):
    try:
        json.dumps(x)
    except TypeError as e:
        print(e)
for f in (lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.loads(5)):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
l = []; l.append(l)
try:
    json.dumps(l)
except ValueError as e:
    print(e)
