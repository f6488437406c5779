def f():
    x = 1
    return x + (x := 10) * x


def g():
    a = [1]
    b = [a, (a := 2), a]
    return b


def h():
    d = {}
    k = "p"
    d[k] = (k := "q")
    return d, k


def m():
    s = "a"
    return s + (s := s + "b") + s


def compare():
    x = 3
    return x < (x := 5) < x, x


print(f(), g(), h(), m(), compare())
