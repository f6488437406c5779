class T:
    def __init__(self, name, truth):
        self.name, self.truth = name, truth

    def __bool__(self):
        print("bool", self.name)
        return self.truth

    def __repr__(self):
        return self.name


t, f = T("t", True), T("f", False)
print(t and f)
print(f and t)
print(t or f)
print(f or t)
print(not t, not f)
print(f or f or t)
print(t and t and f)
if (f and t) or (t and not f):
    print("yes")
print("a" if f else "b")
while not (t or f):
    break


class Bad:
    def __bool__(self):
        return 3


try:
    not Bad()
except TypeError as e:
    print(e)


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


print(bool(Sized(0)), bool(Sized(2)))
try:
    bool(Sized(-1))
except ValueError as e:
    print(e)
