x = 1000
print(x.bit_length(), (-x).bit_length(), (0).bit_length(), (2**64).bit_length(), (255).bit_count(), (-7).bit_count(), (2**100 - 1).bit_count())
print(x.real, x.imag, x.numerator, x.denominator, x.conjugate(), x.__index__(), (5).as_integer_ratio())
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True), (5).to_bytes())
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes([1, 2], "little"), int.from_bytes(b"", "big"))
for f in (lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (1).to_bytes(1, "middle"), lambda: (1).to_bytes(-1, "big"), lambda: int.from_bytes(5, "big")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(round(1234, -2), round(1250, -2), round(1350, -2), round(-15, -1), round(5), round(10**30 + 5, -1), round(25, -1))
print((5).__floor__(), (5).__ceil__(), (5).__trunc__(), (7).__pow__(2), (7).__rpow__(2), (7).__divmod__(2), (7).__add__("x"))
