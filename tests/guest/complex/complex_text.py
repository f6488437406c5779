for z in (0j, -0j, 1j, -1j, 1 + 0j, complex(-0.0, -0.0), complex(0.0, -0.0), 1e100 + 1e-7j, complex("nan+infj"), 1.5 - 2.5j):
    print(repr(z), str(z), [z], f"{z:.2f}", f"{z:>15.1f}|", f"{z:g}", f"{z}")
for spec in ("=10", "010", "d", ".2%", "^10.1f"):
    try:
        print(format(1 + 2j, spec))
    except ValueError as e:
        print(e)
import cmath
print(cmath.sqrt(-1), cmath.polar(1j), cmath.phase(-1), cmath.exp(cmath.pi * 1j), cmath.isnan(complex("nan")))
class C:
    def __complex__(self): return 5j
class D:
    def __complex__(self): return 5
print(complex(C()))
try:
    complex(D())
except TypeError as e:
    print(e)
