for i in range(3):
    i *= 10
    print(i, end=" ")
print(i)
for i in range(0):
    pass
else:
    print("else ran", i)
for i in range(5):
    if i == 3:
        break
else:
    print("not here")
print(i, sum(range(1000001)), sum(range(0, -100, -7)))
it = iter(range(2**62 - 2, 2**62 + 3))
print(list(it), list(range(2**63 - 1, 2**63 + 2)), list(range(-2**62 - 1, -2**62 + 1)))
it = iter(range(10)); next(it)
print(it.__length_hint__(), type(it).__name__, type(iter(range(2**70))).__name__)
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 4:
        break
    print("w", i)
else:
    print("no")
