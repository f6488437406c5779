x = y = 1
del x, y
try:
    x
except NameError as e:
    print(e)
l = list(range(6))
del l[0], l[-1]
del l[1:3]
print(l)
d = {"a": 1, "b": 2}
del d["a"]
print(d)
class C: pass
c = C(); c.a = 1
del c.a
for stmt in ("del c.a", "del d['zz']", "del l[50]", "del undefined_name", "del (5).real", "del 'abc'[0]"):
    try:
        exec(stmt)
    except Exception as e:
        print(type(e).__name__, e)
def f():
    q = 1
    del q
    try:
        return q
    except UnboundLocalError as e:
        print(e)
f()
del (l, [d])
print("l" in globals(), "d" in globals())
