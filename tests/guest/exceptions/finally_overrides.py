def f1():
    try: raise ValueError("lost")
    finally: return "returned"
def f2():
    for i in range(3):
        try: raise ValueError
        except ValueError: continue
        finally: print("f", i)
    return "ok"
def f3():
    while 1:
        try: return "a"
        finally: break
    return "b"
def f4():
    try:
        try: return "inner"
        finally: raise KeyError("replaced")
    except KeyError as e: return f"got {e}"
def f5():
    r = []
    for i in range(4):
        try:
            if i == 1: continue
            if i == 3: break
            r.append(i)
        finally:
            r.append(f"f{i}")
    else: r.append("else")
    return r
def f6():
    try:
        try: raise ValueError("x")
        except ValueError as e: raise KeyError("y")
        finally: print("f6 finally")
    except KeyError as e: return repr(e.__context__)
def f7(n):
    try:
        if n == 0: return "bottom"
        return f7(n - 1)
    finally: print("unwind", n)
print(f1(), f2(), f3(), f4(), f5(), f6(), f7(2))
