for t in ("12", " 12\n", "+5", "-7", "1_000", "0x1f", "", " ", "1__2", "_1", "1_", "abc", "1.5", "٣٤", "--1", "1 2", "9" * 30):
    try:
        print(repr(t), int(t))
    except ValueError as e:
        print(e)
for t, base in (("ff", 16), ("0xff", 16), ("0b101", 2), ("z", 36), ("0o17", 0), ("0x1F", 0), ("010", 0), ("0", 0), ("12", 2), ("1", 1), ("1", 37), ("zz", 35), ("-0x10", 0)):
    try:
        print(t, base, int(t, base))
    except ValueError as e:
        print(e)
print(int(b"42"), int(bytearray(b"-3")), int(), int(True))
for args in (([],), ("1", "2"), (5, 10), (None,), (b"x",)):
    try:
        print(int(*args))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
