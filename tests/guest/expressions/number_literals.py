print(0x_ff, 0b_1010, 0o17, 1_000_000, 0xDEAD_BEEF)
print(1e3, 1_0.5_0e-1_0, .5, 5., 0e0, 1E+2)
print(3j, 1_0j, .5e1J)
print(0000, 00_0)
for text in ("1__0", "0x", "1_", "0b2", "0o8", "012", "1e", "1.5.2", "0xg"):
    try:
        print(eval(text))
    except SyntaxError as e:
        print(text, "->", e.msg)
