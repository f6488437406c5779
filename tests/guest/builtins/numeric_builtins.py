class N:
    def __init__(s, v): s.v = v
    def __abs__(s): return "abs"
    def __round__(s, n="none"): return ("round", n)
    def __divmod__(s, o): return ("divmod", o)
    def __rdivmod__(s, o): return ("rdivmod", o)
    def __pow__(s, o, m=None): return ("pow", o, m)
    def __index__(s): return s.v
    def __int__(s): return s.v + 1
    def __float__(s): return s.v + 0.5
    def __complex__(s): return 1j * s.v
n = N(10)
print(abs(n), round(n), round(n, 2), divmod(n, 3), divmod(3, n), pow(n, 2), pow(n, 2, 5), bin(n), oct(n), hex(n), int(n), float(n), complex(n), chr(N(65)), [0] * N(2), list(range(N(2), N(4))), "abcdefghijk"[n], (1 << N(3)) if False else 8)
print(sum([1, 2.5, 3j]), sum(["a"], start=[]) if False else 0, max(3, 2.5, True), min("b", "a"), max([3, 1], [2, 9]), divmod(7.5, 2), divmod(-7, 2), round(-0.5), round(1e20), abs(-0.0), abs(3 + 4j), pow(2, -1), pow(0, 0), int("0b11", 0), int("z", 36), float("1e-5"), complex("1-2j"), bool("False"), hash(2**61 - 1), ord("€"), chr(0x1F600), ascii("😀é"), bin(-5), format(255, "08b"), len(range(0, 100, 7)))
for f in (lambda: abs("x"), lambda: round("x"), lambda: round(1.5, "x"), lambda: divmod("a", 1), lambda: pow("a", 2), lambda: bin(1.5), lambda: chr(1.5), lambda: ord(b"ab"), lambda: hex("x"), lambda: sum(5), lambda: sum([1], "a"), lambda: max(1, "a"), lambda: len(5), lambda: hash({}), lambda: int([]), lambda: float([]), lambda: complex([]), lambda: round(float("nan")), lambda: round(10**400 * 1.0), lambda: chr(-5), lambda: oct(None), lambda: divmod(5, 0.0), lambda: format(5, "q"), lambda: pow(2, 3, 0), lambda: abs(), lambda: int("1" * 5000)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
