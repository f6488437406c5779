import math
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(1e20), math.fabs(-3), math.copysign(1, -0.0))
print(math.sqrt(2), math.exp(1), math.log(10), math.log2(8), math.log10(1000), math.log(8, 2), math.log(10**400), math.log2(2**2000))
print(math.fmod(-7, 3), math.remainder(7, 4), math.modf(-2.5), math.frexp(10), math.ldexp(0.5, 5), math.hypot(3, 4), math.dist([0, 0], [1, 1]))
print(math.fsum([0.1] * 10), math.prod([1, 2, 3], start=2), math.isclose(0.1 + 0.2, 0.3), math.nextafter(1, 2), math.ulp(1.0))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1.0), math.pi, math.e, math.tau)
for e in ("math.sqrt(-1)", "math.log(0)", "math.log(-1)", "math.exp(1000)", "math.pow(0, -1)", "math.acos(2)", "math.floor(math.inf)", "math.fmod(1, 0)", "math.factorial(171.5)", "math.sqrt('a')", "math.gamma(0)"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
