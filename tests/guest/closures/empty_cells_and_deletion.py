def f():
    def g(): return x
    try:
        g()
    except NameError as e:
        print(e)
    x = 1
    print(g())
    del x
    try:
        g()
    except NameError as e:
        print(e)
    try:
        x
    except UnboundLocalError as e:
        print(e)
    c = g.__closure__[0]
    try:
        c.cell_contents
    except ValueError as e:
        print(e)
    x = 2
    return c
c = f()
print(c.cell_contents, repr(c)[:6])
import types
e = types.CellType()
e.cell_contents = 5
print(e == types.CellType(5), types.CellType(1) < types.CellType(2), types.CellType() < types.CellType(0))
del e.cell_contents
print(e == types.CellType())
