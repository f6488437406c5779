import builtins
print(len("abc"))
len = lambda x: "shadow"
print(len("abc"))
del len
print(len("abc"))
builtins.added = 42
print(added)
del builtins.added
try:
    added
except NameError as e:
    print(e)
def f():
    try:
        print(max(1, 2))
    except UnboundLocalError as e:
        print(e)
    max = 5
f()
old = builtins.abs
builtins.abs = lambda x: "patched"
print(abs(-1))
builtins.abs = old
print(abs(-1))
def hot():
    return [abs(-i) for i in range(3)]
for _ in range(3): hot()
builtins.abs = lambda x: x
print(hot())
abs = lambda x: "global"
print(hot())
del abs
builtins.abs = old
print(hot())
