def a():
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("hidden cause") from None
def b():
    try:
        a()
    except ValueError as e:
        saved = e
    raise saved
def c():
    try:
        b()
    except Exception:
        raise
c()
