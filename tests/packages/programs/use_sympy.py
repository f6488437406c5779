"""Symbolic mathematics: calculus, equations, matrices, number theory, printing and some of sympy's own core tests."""

import importlib
import traceback

from sympy import (
    Eq, Function, Integral, Matrix, Poly, Rational, Symbol, apart, cancel, cos, diff, dsolve, exp, expand, factor,
    factorint, groebner, integrate, latex, limit, log, nsimplify, oo, pi, pretty, primerange, resultant, series,
    simplify, sin, solve, sqrt, srepr, symbols, tan, together, trigsimp)

x, y, z = symbols("x y z")
n = Symbol("n", integer=True, positive=True)


def show(title, *values):
    print(f"{title:12}", *values)


def calculus():
    for f in (sin(x) * exp(x), log(x) ** 2 / x, x ** 5 * cos(x), tan(x) ** 2, sqrt(1 - x ** 2), 1 / (x ** 3 + 1)):
        show("diff", f, "->", diff(f, x))
        show("integrate", f, "->", simplify(integrate(f, x)))
    for f, at in ((sin(x) / x, 0), ((1 + 1 / x) ** x, oo), ((exp(x) - 1 - x) / x ** 2, 0)):
        show("limit", f, at, limit(f, x, at))
    show("series", series(exp(sin(x)), x, 0, 8))
    show("definite", integrate(exp(-x ** 2), (x, -oo, oo)), integrate(x ** 2, (x, 0, 3)))


def algebra():
    p = expand((x + y + z + 1) ** 5)
    show("expand", p)
    show("factor", factor(x ** 12 - 1), factor(x ** 4 + 4 * y ** 4))
    show("apart", apart((x ** 3 + 2) / (x ** 4 - 1), x))
    show("together", together(1 / x + 1 / y + 1 / (x * y)), cancel((x ** 3 - 1) / (x - 1)))
    show("solve", solve(x ** 4 - 5 * x ** 2 + 4, x), solve([x + y - 3, x * y - 2], [x, y]))
    show("cubic", solve(x ** 3 - 3 * x + 1, x)[0].evalf(30))
    show("groebner", groebner([x ** 2 + y ** 2 - 1, x * y - z, x - y], x, y, z).exprs)
    show("resultant", resultant(x ** 3 + x + 1, x ** 2 - 2, x), Poly(x ** 3 + 2 * x, x).all_coeffs())
    show("trig", trigsimp(sin(x) ** 4 + 2 * sin(x) ** 2 * cos(x) ** 2 + cos(x) ** 4))
    show("nsimplify", nsimplify(0.333333333333, rational=True), Rational(22, 7) + Rational(1, 3))


def matrices():
    m = Matrix(4, 4, lambda i, j: Rational(1, i + j + 1))
    show("hilbert", m.det(), m.inv().tolist())
    a = Matrix([[2, 1, 0], [1, 2, 1], [0, 1, 2]])
    show("eigen", sorted(a.eigenvals().items(), key=str))
    show("charpoly", a.charpoly(x).as_expr(), a.rref()[1], a.rank())


def numbers():
    show("factorint", factorint(2 ** 64 - 1), factorint(10 ** 18 + 9))
    show("primes", sum(primerange(1, 20000)))
    show("pi", pi.evalf(200))


def printing():
    f = Function("f")
    e = Integral(sqrt(x ** 2 + 1) / (x + Rational(1, 3)), (x, 0, oo))
    print(pretty(e, use_unicode=True))
    print(latex(e), srepr(x ** 2 + y / 3))
    print(pretty(Matrix([[x, y ** 2], [sin(z), 1 / x]]), use_unicode=False))
    show("dsolve", dsolve(Eq(f(x).diff(x, 2) + 9 * f(x), 0), f(x)))


def own_tests(names):
    for name in names:
        module = importlib.import_module("sympy.core.tests.test_" + name)
        counts = {"passed": 0, "failed": 0}
        for case in sorted(n for n in vars(module) if n.startswith("test_")):
            try:
                getattr(module, case)()
                counts["passed"] += 1
            except BaseException as error:
                counts["failed"] += 1
                print(name, case, type(error).__name__, traceback.extract_tb(error.__traceback__)[-1].line)
        print(name, counts)


calculus()
algebra()
matrices()
numbers()
printing()
own_tests(["basic", "facts", "sorting", "symbol", "logic", "containers", "rules", "singleton", "truediv", "cache"])
