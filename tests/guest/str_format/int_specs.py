for spec in ("d", "5d", "<5d", "^5d", "=5d", "05d", "+d", " d", "x", "#x", "X", "#X", "#010x", "o", "#o", "b", "#b", "_b", "_x", ",d", ",", "_d", "c", "e", "f", ".2f", "g", "%", "n", "*>8", "+,", "08,d", "x<+8", "é^7"):
    try:
        print(spec, [format(n, spec) for n in (65, -1234567 if "c" not in spec else 97)])
    except (ValueError, OverflowError) as e:
        print(spec, type(e).__name__, e)
for spec in (".2d", "s", "#c", "+c", ",x", ",_", "zd", "q", "5.", "10s", "=", "é", "ab"):
    try:
        print(spec, format(5, spec))
    except ValueError as e:
        print(spec, "->", e)
print(format(10**30, ",d"), format(2**70, "x"), format(True, "d"), format(True), format(False, "5"), format(10**30, ".3e"))
try:
    format(-1, "c")
except OverflowError as e:
    print(e)
