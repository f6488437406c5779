a, b = 3**200, 7**150
print(a * b)
print((a * b) // b == a, (a * b + 5) % b, -a * b == -(a * b))
print(a**3 % 1000007, pow(a, b, 10**9 + 7), pow(3, -1, 7), pow(-3, 5, 7), pow(3, 5, -7))
x = 12345678901234567890123456789
print(x * x, x * -x, x * 0, x * 1, 0 * x)
print((10**50 - 1) * (10**50 + 1) == 10**100 - 1)
try:
    pow(2, -1, 4)
except ValueError as e:
    print(e)
