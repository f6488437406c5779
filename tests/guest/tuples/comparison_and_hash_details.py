print((1, 2) < (1, 2, 0), (1, "a") < (2, None), () < (0,), (float("nan"),) == (float("nan"),), hash((1, 2)) == hash((1.0, 2.0)), hash(()) != hash(((),)), (1, 2) == [1, 2], (1,) + (), ((1, 2),) * 2)
n = float("nan"); print((n,) == (n,), n in (n,), (n,).index(n), (n,).count(n))
print([hash(t) for t in ((), (0,), (1, 2), (-1, -2), ((),), (1, (2, (3,))), (True, None.__class__ is type(None)))])
class E:
    def __eq__(self, o): print("eq"); return True
print((E(), 1) == (2, 3), (1, E()) < (1, 2), E() in (1,))
t = (1, [2], "3"); d = {t[0:1]: 1}
print(d[(1,)], sorted([(2, "b"), (1, "z"), (2, "a")]), max([(1, 2), (1, 3)]), (*t, *t)[3:], t.__contains__([2]), tuple(map(type, t)), t.__len__(), t.__getitem__(-1))
try: {t: 1}
except TypeError as e: print(e)
