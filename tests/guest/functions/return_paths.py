def a(): pass
def b(): return
def c(x):
    if x:
        return "early"
    for i in range(3):
        if i == 1:
            return i
def d():
    try:
        return "try"
    finally:
        print("finally runs")
def e():
    try:
        return "try"
    finally:
        return "finally wins"
def f():
    for i in range(3):
        try:
            continue
        finally:
            print("loop finally", i)
    while True:
        try:
            break
        finally:
            print("break finally")
    return "end"
def g():
    x = 1
    try:
        return x
    finally:
        x = 2
def h():
    try:
        raise ValueError
    except ValueError:
        return "handled"
    else:
        return "else"
    finally:
        print("h finally")
def i():
    while True:
        try:
            raise KeyError("swallowed")
        finally:
            break
    return "swallowed by break"
print(a(), b(), c(1), c(0), d(), e(), f(), g(), h(), i())
