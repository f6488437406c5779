s = "hello"
print(s[0], s[-1], s[1:3], s[::-1], s[::2], s[-3:], s[:-3], s[10:], s[-100:100], s[4:0:-2], s[True], s[3:1])
for f in (lambda: s[5], lambda: s[-6], lambda: s["a"], lambda: s[1.0], lambda: s[::0], lambda: s[2**70], lambda: s[None]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
print(list(s), list(reversed(s)), [*enumerate("ab")], "a" * 3, 3 * "ab", "a" * 0, "a" * -1, "x" + "y", s * True)
for f in (lambda: "a" + 1, lambda: 1 + "a", lambda: "a" * "b", lambda: "a" * 1.5, lambda: "a" - "b", lambda: "a" + b"b", lambda: "a" * 2**70, lambda: "a" + None):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
