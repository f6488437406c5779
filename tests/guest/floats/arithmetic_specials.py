inf, nan = float("inf"), float("nan")
print(inf - inf, inf * 0, inf + 1, -inf < inf, inf == inf, nan != nan)
print(0.0 == -0.0, 1 / inf, -1 / inf, 0.0 * -1, -0.0 + 0.0, -0.0 - 0.0)
for e in ("1.0 / 0", "1.0 // 0.0", "1.0 % 0.0", "divmod(1.0, 0)", "0.0 ** -1", "1e200 ** 2", "10.0 ** 400", "(-1.0) ** 0.5", "inf // 1", "inf % 2", "5 % inf", "-5 % inf", "5 // inf", "-5 // inf", "1e308 * 10"):
    try:
        print(e, eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
