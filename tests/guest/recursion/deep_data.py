import json, copy, pickle
l = []
for _ in range(100000): l = [l]
for name, f in (("repr", lambda: repr(l)), ("eq", lambda: l == l[0]), ("deepcopy", lambda: copy.deepcopy(l)), ("json", lambda: json.dumps(l))):
    try:
        f()
        print(name, "fine")
    except RecursionError as e:
        print(name, type(e).__name__)
def parse(n): return eval("(" * n + ")" * n)
for n in (10, 50):
    print(parse(n))
for n in (1000, 100000):
    try:
        parse(n)
    except (RecursionError, MemoryError, SyntaxError) as e:
        print(type(e).__name__)
try:
    json.loads("[" * 100000 + "]" * 100000)
except RecursionError as e:
    print("json.loads", type(e).__name__)
print(isinstance(eval("-" * 50 + "1"), int))
class C: pass
c = C()
for _ in range(50): c = isinstance(1, (int, (c,) if isinstance(c, type) else int))
print("alive")
