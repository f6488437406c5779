"""Arbitrary-precision arithmetic: constants, special functions, roots, quadrature, linear algebra."""

import mpmath
from mpmath import mp, mpf, mpc, iv

mp.dps = 50
for name in ("pi", "e", "euler", "catalan", "khinchin", "glaisher", "apery", "phi"):
    print(name, +getattr(mp, name))
for x in ("0.1", "1", "2.5", "-3.7", "100"):
    v = mpf(x)
    print(x, mp.exp(v), mp.sin(v), mp.cos(v), mp.atan(v), mp.gamma(v), mp.erf(v), mp.besselj(2, v))
for z in (mpc(1, 2), mpc("-0.5", "0.25"), mpc(3, -1)):
    print(z, mp.sqrt(z), mp.log(z), mp.zeta(z), mp.gamma(z), mp.airyai(z))
for k in range(1, 6):
    print("zero", k, mp.zetazero(k).imag)
print("quad", mp.quad(lambda t: mp.exp(-t * t), [-mp.inf, mp.inf]), mp.sqrt(mp.pi))
print("quadosc", mp.quadosc(lambda t: mp.sin(t) / t, [0, mp.inf], omega=1))
print("findroot", mp.findroot(lambda t: mp.cos(t) - t, 1))
print("polyroots", *mp.polyroots([1, 0, -10, 3, 7, -2]))
print("nsum", mp.nsum(lambda n: 1 / n ** 2, [1, mp.inf]))
print("taylor", *mp.taylor(mp.tan, 0, 9))
print("pslq", mp.pslq([mp.pi, mp.atan(1), mp.atan(mpf(1) / 3)], maxcoeff=1000), mp.identify(mp.sqrt(2) + 1))
a = mp.matrix(6, 6)
for i in range(6):
    for j in range(6):
        a[i, j] = mpf(1) / (i + j + 1)
print(mp.det(a), mp.norm(a), mp.cond(a))
print(mp.nstr(a ** -1, 15))
e, q = mp.eigsy(a)
print(mp.nstr(e, 20))
print(mp.nstr(mp.expm(a), 12))
mp.dps = 1000
print(mp.pi)
print(mp.sqrt(2))
mp.dps = 15
f = mp.odefun(lambda t, y: [y[1], -y[0]], 0, [1, 0])
for t in range(0, 10):
    print(t, f(t)[0], mp.cos(t))
iv.dps = 20
print(iv.mpf([1, 2]) / iv.mpf([3, 4]), iv.sin(iv.mpf(["0.1", "0.2"])), iv.pi)
print(mpmath.fp.zeta(3), mpmath.fp.gamma(4.5), mpmath.fp.quad(lambda t: t * t, [0, 1]))
total = mpf(0)
for i in range(1, 20000):
    total += mpf(1) / (i * i)
print(total)
