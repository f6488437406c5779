print(2**0, 0**0, (-2)**3, 2**-2, (-8)**(1/3), 10**25, (-3)**101)
print(pow(2, 10), pow(2, 10, 1000), pow(2, 1000, 10**9), pow(0, 0, 1), pow(10, 3, 1), pow(-2, 3, 5))
print(2**1000 % 10**20, 7**77 // 7**76)
for e in ("pow(2, 2.0, 3)", "pow(2.0, 2, 3)", "0**-1", "0.0**-1", "pow('a', 2)", "2 ** 'a'", "pow(2, 3, 'x')"):
    try:
        print(eval(e))
    except Exception as x:
        print(type(x).__name__, x)
