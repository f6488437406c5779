from fractions import Fraction as F
import statistics as s
print(F(3, 6), F("0.125"), F(0.5), F("-7/21"), F(1, 3) + F(1, 6), F(1, 3) * 3, F(7, 2) // 1, F(-7, 2) % 2, F(1, 2) ** 3, F(4, 9) ** 0.5, F(2) ** -2, F(1, 3) < 0.34, F(1, 2) == 0.5, hash(F(1, 2)) == hash(0.5), round(F(7, 2)), int(F(-7, 2)), float(F(1, 3)), F(3.14159).limit_denominator(100), F(5, 3).numerator, divmod(F(7, 2), F(1, 3)), F(1, 2) + 1j, repr(F(1, 2)), abs(F(-1, 2)), F("1e-3"), F(10, 5))
for f in (lambda: F(1, 0), lambda: F("a"), lambda: F(1.5, 2), lambda: F(1, 2) / 0, lambda: F(float("nan")), lambda: F([])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
d = [1, 2, 2, 3, 4, 7, 9]
print(s.mean(d), s.median(d), s.mode(d), s.multimode("aabb"), s.stdev(d), s.pvariance(d), s.quantiles(d), s.harmonic_mean([40, 60]), s.geometric_mean([54, 24, 36]), s.fmean(d), s.median_low([1, 2]), s.median_grouped([1, 2, 2, 3]), s.correlation([1, 2, 3], [2, 4, 7]), s.linear_regression([1, 2, 3], [2, 4, 6]), s.NormalDist(0, 1).cdf(1.0), s.mean([F(1, 2), F(1, 3)]))
try: s.mean([])
except s.StatisticsError as e: print(e)
