"""Slices with plain and other bounds, and arithmetic of ints with floats."""
class I:
    def __init__(s, v): s.v = v
    def __index__(s): return s.v
    def __repr__(s): return "I"
class L(list):
    def __getitem__(s, k): return k
class S(str): pass
def show(c, a, b):
    try: return c[a:b]
    except Exception as e: return type(e).__name__, str(e)
for c in ([1, 2, 3, 4], (1, 2, 3, 4), "abcd", "aé€d", b"abcd", bytearray(b"abcd"), range(4), L([1, 2]), S("abcd"), 5, {}):
    print([show(c, a, b) for a in (None, 0, 1, -1, -9, 9, True, I(1), 1.5, 2**70) for b in (None, 2, -1, 0, 99, -99, False, "x")])
t = (1, 2, 3); s = "abc"; l = [1, 2]
print(t[:] is t, s[:] is s, l[:] is l, t[0:3] is t, [x for x in "hello"[1:3]], (lambda: [1, 2, 3])()[1:], s[1:][:1], [l, l][0:1][0][-1:])
def parts(x, i): return x[i:i + 2], x[:i], x[i:], x[-i:], x[i if i else 1:]
print(parts("hello", 2), parts([1, 2, 3], 1), parts((1,), 0))
print([(a + b, a - b, a * b, b + a, b - a, b * a, a / b if b else 0, b / a if a else 0, a // b if b else 0, a % b if b else 0)
       for a in (0, 1, -3, 2**53 + 1, 2**62 - 1, -2**62, 10**30, True) for b in (0.0, -0.0, 1.5, -2.5, 1e300, 1e-300, float("inf"), 0.1)])
try: 1 / 0.0
except ZeroDivisionError as e: print(e)
try: 1.5 / 0
except ZeroDivisionError as e: print(e)
x = 5; x += 1.5; x *= 2; x -= 1; x /= 4; print(x)
del l; print(sum(x * 0.5 for x in range(10)))
