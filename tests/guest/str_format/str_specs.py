for spec in ("", "s", "5", "<5", ">5", "^6", "*^7", ".2", "5.1", ".0", "é<4", "05", "10.3s", "<", "{<3", "}>3"):
    print(spec, "[" + format("abc", spec) + "]")
for spec in ("d", "=5", "+", ",", "#", " ", "x", "5.s", "z", "-", "_", "<<<"):
    try:
        print(spec, format("abc", spec))
    except ValueError as e:
        print(spec, "->", e)
print(format(None), format([1]), format(print.__class__)[:6])
for v in (None, [1], object):
    try:
        format(v, "5")
    except TypeError as e:
        print(e)
try:
    format(5, 5)
except TypeError as e:
    print(e)
class Bad:
    def __format__(self, s): return 5
try:
    format(Bad())
except TypeError as e:
    print(e)
