def f(*a, **k): return a, k
print(f(*[1, 2], 3, *"ab", x=1, **{"y": 2}, z=3, **{"w": 4}))
print(f(*range(3)), f(**{"a": 1}), f(*[], **{}), f(*{"k": 1}))
for t in ("f(**{'a': 1}, a=2)", "f(a=1, **{'a': 2})", "f(**{'a': 1}, **{'a': 2})", "f(*5)", "f(**5)", "f(**{1: 2})", "f(**[1])", "f(*None)", "len(*5)", "f(1, *[2], **None)"):
    try:
        print(eval(t))
    except TypeError as e:
        print(t, "->", e)
for t in ("f(a=1, a=2)", "f(a=1, 2)", "f(**{}, *[])", "f(**{}, 1)", "f(x for x in [], 1)", "f(1=2)", "f(a.b=1)", "f(None=1)", "f((a)=1)"):
    try:
        eval(t)
    except SyntaxError as e:
        print(t, "->", e.msg)
