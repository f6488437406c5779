log = []
def t(n, it):
    for x in it: log.append(f"{n}{x}"); yield x
a = t("a", range(6)); b = filter(lambda x: x % 2, a); c = map(lambda x: x * 10, b); d = enumerate(c)
print(log, next(d), log); print(list(d), log)
import itertools as I
log.clear(); e = I.takewhile(lambda x: x < 3, t("e", I.count())); print(list(e), log)
log.clear(); x, y = I.tee(t("t", range(3))); print(next(x), next(x), log, list(y), list(x), log)
log.clear(); print(list(zip(t("l", range(2)), t("r", range(5)))), log)
log.clear(); print(any(x > 1 for x in t("y", range(9))), log)
log.clear(); print(3 in t("i", range(9)), log)
log.clear(); p, q, *_ = t("s", range(4)); print(p, q, log)
log.clear(); print(list(I.islice(t("k", range(9)), 1, 6, 2)), log)
log.clear(); print(dict(zip("ab", t("d", range(5)))), log, max(t("m", range(2))), sorted(t("o", [2, 1])))
log.clear()
for i, v in enumerate(t("f", range(4))):
    if i == 1: break
print(log); log.clear(); print(next(t("n", []), "dflt"), sum(t("u", range(3))), log, "".join(t("j", "xy")), [*t("z", "q")], {*t("w", [1])})
g = t("g", range(3)); print([next(g), *g], list(g))
