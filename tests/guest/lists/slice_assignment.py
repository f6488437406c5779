l = list(range(10))
l[2:5] = "ab"; print(l)
l[:0] = [-1, -2]; print(l)
l[len(l):] = [99]; print(l)
l[::3] = [0] * len(l[::3]); print(l)
l[5:2] = ["ins"]; print(l)
del l[::2]; print(l)
l[-2:] = (x * x for x in range(4)); print(l)
l[:] = l; l[1:2] = l; print(l)
del l[-1], l[0], l[2:]; print(l)
l[::-1] = [1, 2]; print(l)
for f in (lambda: l.__setitem__(slice(0, 2, 2), [1, 2, 3]), lambda: l.__setitem__(slice(0, 1), 5), lambda: l.__setitem__(9, 1), lambda: l.__delitem__(9), lambda: l.__setitem__("a", 1), lambda: l.__setitem__(slice(0, 2, 0), 1), lambda: l.__delitem__("x"), lambda: l[1:2, 3]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
