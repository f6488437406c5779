import datetime, decimal
d = datetime.date(2024, 2, 29)
print(f"{d:%Y/%m/%d} {d} {d!r} {decimal.Decimal('1.50'):.1f} {decimal.Decimal('12345.678'):,.2f}")
class V:
    def __init__(self, *a): self.a = a
    def __format__(self, spec):
        return "<" + ",".join(format(x, spec) for x in self.a) + ">"
print(f"{V(1.5, 2.25):.1f} {V(1, 2):03d} {V()}", "{:x}".format(V(255)))
import string
t = string.Template("$who likes ${what} $$5")
print(t.substitute(who="tim", what="kung"), t.safe_substitute(who="x"))
try:
    t.substitute(who=1)
except KeyError as e:
    print(repr(e))
print(list(string.Formatter().parse("a{b!r:c}d{}")), string.ascii_lowercase, string.capwords("hello wORLD"))
