for spec in ("", "f", ".0f", "#.0f", "e", ".3E", "g", ".3g", "#.3g", "G", "%", ".1%", "n", "10.2f", "<10.2f|", "+.1f", " .1f", "010.2f", ",.2f", "_.1f", "^12.1f", "=+10.1f", "z.1f"):
    try:
        print(spec, [format(v, spec.rstrip("|")) for v in (0.0, -0.04, 1234567.891, 1e-7, float("inf"), -float("nan"))])
    except ValueError as e:
        print(spec, e)
for spec in ("d", "s", "x", ",n", ".f", "10,", "c"):
    try:
        print(format(1.5, spec))
    except ValueError as e:
        print(spec, e)
print("%.2f %5.1e %g %G %r %s %+d" % (1.005, 12345.678, 1e-5, 1e20, 0.1, 2.0, 3.9))
