for t in ("1.5", " 2 ", "1e5", "1E-3", ".5", "5.", "inf", "-Infinity", "nan", "+NaN", "1_0.5", "", ".", "e5", "1e", "0x1p3", "1__0", "1 2", "٣.٥", "infin", "1e400", "-1e-400"):
    try:
        print(repr(t), float(t))
    except ValueError as e:
        print(e)
print(float(b"2.5"), float(), float(True), float(10**20))
for v in (None, [], 1j, 10**400, "x" * 3):
    try:
        float(v)
    except Exception as e:
        print(type(e).__name__, e)
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 3
class B:
    def __float__(self): return 1
print(float(F()), float(I()))
try:
    float(B())
except TypeError as e:
    print(e)
