def use(): return value, len("abc")
value = 1
out = []
for i in range(100):
    if i == 20: value = "changed"
    if i == 40: len = lambda s: "shadowed"
    if i == 60: del len
    if i == 80: globals()["value"] = "through globals()"
    r = use()
    if i % 20 == 10: out.append(r)
print(out)
import builtins
saved = builtins.len
for i in range(30):
    if i == 10: builtins.len = lambda s: "builtin replaced"
    if i == 20: builtins.len = saved
    r = use()
    if i in (9, 10, 20): print(r)
def uses_missing(): return sometimes
for i in range(4):
    if i == 2: sometimes = "now here"
    if i == 3: del sometimes
    try:
        print(uses_missing())
    except NameError as e:
        print(e)
ns1, ns2 = {"v": "one"}, {"v": "two"}
code = compile("def f(): return v", "c", "exec")
exec(code, ns1); exec(code, ns2)
print([(ns1["f"](), ns2["f"]()) for _ in range(20)][-1])
for i in range(200): globals()[f"filler{i}"] = i
print(use())
