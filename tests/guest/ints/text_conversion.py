for n in (0, 1, -1, 255, -255, 10**18, 10**19, 2**64, -2**64, 10**100):
    print(n, hex(n), oct(n), bin(n))
print(str(2**200), repr(-2**200))
print(len(str(2**10000)), str(3**500)[:20])
import sys
print(sys.get_int_max_str_digits())
for f in (lambda: str(10**5000), lambda: int("9" * 5000)):
    try:
        f()
    except ValueError as e:
        print(e)
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), int("9" * 5000) == 10**5000 - 1)
