def f(kind):
    try:
        print("body", kind)
        if kind == "v": raise ValueError("v")
        if kind == "k": raise KeyError("k")
        if kind == "r": return "returned"
        if kind == "o": raise OSError("o")
    except ValueError as e:
        print("value", e)
    except (KeyError, IndexError) as e:
        print("lookup", e)
        return "from except"
    else:
        print("else")
        return "from else"
    finally:
        print("finally")
    return "end"
for k in "nvkro":
    try:
        print(f(k))
    except OSError as e:
        print("escaped", e)
try:
    try:
        raise ValueError("a")
    finally:
        print("inner")
except ValueError:
    print("outer")
try:
    try:
        1 / 0
    except TypeError:
        print("no")
except ZeroDivisionError as e:
    print(e)
