ops = "add sub mul matmul truediv floordiv mod pow lshift rshift and xor or divmod".split()
class L:
    pass
class R:
    pass
for o in ops:
    setattr(L, f"__{o}__", lambda s, x, o=o: f"{o}({x if isinstance(x, int) else 'R'})")
    setattr(R, f"__r{o}__", lambda s, x, o=o: f"r{o}({x})")
    setattr(L, f"__i{o}__", lambda s, x, o=o: f"i{o}({x})")
l, r = L(), R()
print(l + 1, l - 1, l * 1, l @ 1, l / 1, l // 1, l % 1, l ** 1, l << 1, l >> 1, l & 1, l ^ 1, l | 1, divmod(l, 1), pow(l, 2))
print(1 + r, 1 - r, 1 * r, 1 @ r, 1 / r, 1 // r, 1 % r, 1 ** r, 1 << r, 1 >> r, 1 & r, 1 ^ r, 1 | r, divmod(1, r))
for sym in ("+=", "-=", "*=", "@=", "/=", "//=", "%=", "**=", "<<=", ">>=", "&=", "^=", "|="):
    ns = {"x": L()}
    exec(f"x {sym} 5", ns)
    print(sym, ns["x"], end=" ")
print()
for sym in ("+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "&", "^", "|"):
    for rhs in ("object()", "1"):
        try:
            eval(f"object() {sym} {rhs}")
        except TypeError as e:
            print(e)
    try:
        exec(f"x = object(); x {sym}= 1")
    except TypeError as e:
        print(e)
try:
    divmod(object(), 1)
except TypeError as e:
    print(e)
try:
    print >> 5
except TypeError as e:
    print(e)
