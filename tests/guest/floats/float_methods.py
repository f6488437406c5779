print((2.5).is_integer(), (3.0).is_integer(), (0.75).as_integer_ratio(), (1e20).as_integer_ratio(), (-0.0).as_integer_ratio())
for x in (1.0, 0.1, -255.5, 5e-324, 1e308, 0.0, -0.0, float("inf"), float("nan")):
    print(x.hex(), float.fromhex(x.hex()))
print(float.fromhex("0x1.8p1"), float.fromhex(" -0X.8P-2 "), float.fromhex("1f"), float.fromhex("inf"))
for t in ("0x", "zz", "0x1p", "0x1p5000"):
    try:
        float.fromhex(t)
    except Exception as e:
        print(type(e).__name__, e)
for f in (lambda: float("inf").as_integer_ratio(), lambda: float("nan").as_integer_ratio()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print((3.7).real, (3.7).imag, (3.7).conjugate(), (3.7).__trunc__(), (-3.7).__floor__(), (3.2).__ceil__(), float.__getformat__("double"))
