print(-5, +5, ~5, not 5, --5, -+-5, ~~7, -True, ~True)
print(-2**2, (-2)**2, 2**-1, -0.0, not not 1)
for e in ("-'a'", "+[]", "~1.5", "-None", "~'x'", "-{}"):
    try:
        eval(e)
    except TypeError as x:
        print(x)
