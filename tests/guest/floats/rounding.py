for x in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e16 + 1, 0.05, 1234.5678):
    print(x, round(x), round(x, 1), round(x, 2), round(x, -2), type(round(x)).__name__)
print(round(1e300, -299), round(5e-324, 400), round(1.5, None), round(2**60 + 0.0))
for v in (float("inf"), float("nan")):
    try:
        round(v)
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
print(round(float("inf"), 2), round(1e308, 400), round(12345.678, -10))
try:
    round(1.7e308, -308)
except OverflowError as e:
    print(e)
class R:
    def __round__(self, n=None): return ("rounded", n)
print(round(R()), round(R(), 3))
try:
    round("a")
except TypeError as e:
    print(e)
