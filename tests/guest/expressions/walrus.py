if (n := len("hello")) > 3:
    print(n)
print([y := 1, y**2, y + 1])
print(y)
total = 0
print([total := total + i for i in range(5)], total)
while (total := total - 3) > 0:
    print("left", total)
print(any((hit := w) == "b" for w in "abc"), hit)


def f(a=(z := 10)):
    return a


print(f(), z)
x = 1
print(x + (x := 10) + x)
