def grow(n):
    x = 1
    for i in range(n):
        x = x * 3 + 1
    return x
def fall(n):
    x = 2**80
    steps = []
    for i in range(n):
        x -= 2**75
        if -2**62 < x < 2**62:
            steps.append(x)
    return x, steps
print(grow(10), grow(38), grow(39), grow(40), grow(41), grow(100))
print(fall(33))
x = 2**62 - 3
for i in range(6):
    x += 1
    print(x, type(x).__name__, x == 2**62 - 3 + i + 1)
y = -2**62 + 2
for i in range(5):
    y -= 1
    print(y)
