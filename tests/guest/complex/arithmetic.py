a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a ** 2, a ** b, -a, +a, abs(a), a.conjugate(), a.real, a.imag)
print(a == 3 + 4j, a == 3, 3 + 0j == 3, hash(3 + 0j) == hash(3), bool(0j), 1j * 1j, 2 ** 1j, 0j ** 0)
print(complex(1, 2), complex("1+2j"), complex(" -3j "), complex("nan"), complex("inf-infj"), complex(1j, 2j), complex())
for e in ("1j / 0", "0j ** -1", "1j // 2", "1j % 2", "complex('1 + 2j')", "complex('a')", "complex('1', 2)", "complex([])", "int(1j)", "float(1j)", "1j < 1", "divmod(1j, 1)", "complex(1, '2')", "abs(complex(1e308, 1e308))"):
    try:
        print(eval(e))
    except Exception as x:
        print(type(x).__name__, x)
