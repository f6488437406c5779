from decimal import *
D = Decimal
print(D("0.1") + D("0.2"), D(1) / D(7), D("1.20") * 3, D("1e3"), D(0.1), D("-0"), D("NaN"), D("Infinity"), repr(D("1.50")), D("2").sqrt(), D(2) ** D("0.5"), D("10").ln(), D("7") // D("2"), D("-7") % D("3"), D("1.5").as_tuple(), D("1E+5").normalize(), D("123.456").quantize(D("0.01")), D("2.5").quantize(D("1")), D("2.5").to_integral_value(ROUND_UP))
print(D(5) == 5, D("1.0") == 1.0, hash(D(5)) == hash(5), D("1") < 2.5, int(D("3.9")), float(D("0.5")), round(D("2.675"), 2), f"{D('1234.5'):,.2f}", D("1.1").compare(D("1.10")), max(D(1), D(2)), sum([D("0.1")] * 3), D("1e-10"), D("0.000001"), D("0.0000001"), str(D("1E+2")), D("1.23").scaleb(2), D((1, (1, 2), -1)), D("12").adjusted())
with localcontext() as c:
    c.prec = 50; print(D(1) / D(3)); c.rounding = ROUND_DOWN; c.prec = 3; print(D("1.2399") + 0)
print(getcontext().prec, Context(prec=4).divide(D(1), D(3)))
for f in (lambda: D(1) / 0, lambda: D("x"), lambda: D(0) / 0, lambda: D("sNaN") + 1, lambda: D("Infinity") - D("Infinity"), lambda: D(1) + 1.5, lambda: D(-1).sqrt(), lambda: D("1e999999") * D("1e999999"), lambda: int(D("NaN")), lambda: D("NaN") < 1, lambda: D([])):
    try: print(f())
    except DecimalException as e: print(type(e).__name__, [b.__name__ for b in type(e).__mro__[1:-2]])
    except Exception as e: print(type(e).__name__)
