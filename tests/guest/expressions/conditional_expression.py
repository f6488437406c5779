def side(x):
    print("side", x)
    return x


print(side("yes") if side(1) else side("no"))
print(side("yes") if side(0) else side("no"))
print([i if i % 2 else -i for i in range(5)])
print(1 if True else 2 if False else 3)
print((lambda: 1) if 0 else (lambda: 2)())
x = 5 if [] else {} or "default"
print(x)
