e = "before"
try:
    raise ValueError(1)
except ValueError as e:
    pass
try:
    e
except NameError as x:
    print(x)
def f():
    try:
        raise KeyError("k")
    except KeyError as err:
        keep = err
    try:
        err
    except UnboundLocalError as x:
        print(x)
    return keep
print(repr(f()))
try:
    raise ValueError
except ValueError as q:
    del q
print("fine")
for i in []:
    pass
try:
    i
except NameError as x:
    print(x)
