class A:
    def __str__(self): return "str A"
    def __repr__(self): return "repr A"
class B:
    def __repr__(self): return "repr B"
class C:
    def __str__(self): return 5
class D(str):
    def __str__(self): return "D str"
print(str(A()), repr(A()), [A()], str(B()), f"{A()} {A()!r}", str(D("x")), D("x"), D("x") + "y", type(D("x").upper()).__name__, str())
print(str(b"abc", "ascii"), str(b"ab"), str(object=5), str(b"\xe9", "latin-1"), str(bytearray(b"q"), errors="replace"))
for f in (lambda: str(C()), lambda: str("a", "utf-8"), lambda: str(5, "utf-8"), lambda: str(1, 2, 3, 4), lambda: str(b"\xff", "utf-8")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
