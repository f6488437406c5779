def f(x):
    print("f", x)
    return x


class Box:
    def __getitem__(self, key):
        print("get", key)
        return key

    def __setitem__(self, key, value):
        print("set", key, value)


b = Box()
f(1) + f(2) * f(3)
b[f(1)] = f(2)
b[f("i")] += f(5) if False else f("s")
{f("k1"): f("v1"), f("k2"): f("v2")}
[f(1), *[f(2)], f(3)]
f(f("inner"))
print(f(0) or f(2) and f(3))
x, y = f(10), f(20)
b[f("a")], b[f("b")] = f(1), f(2)
