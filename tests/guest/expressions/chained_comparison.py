def v(n):
    print("v", n)
    return n


print(v(1) < v(2) < v(3))
print(v(3) < v(2) < v(1))
print(1 < 3 > 2 == 2 != 5)
print(1 in [1] in [[1]])
print(None is None is not 5)
a = 5
print(0 <= a <= 10, 0 < a < 5, not 1 < a)


class Always:
    def __lt__(self, other):
        return "less"

    def __bool__(self):
        print("asked")
        return True


print(Always() < 1)
print((Always() < Always()) and 2)
