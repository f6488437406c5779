d = {"a": 1}
for f in (lambda: d["zz"], lambda: d[1], lambda: d[(1, 2)], lambda: d[None], lambda: d.pop("q"), lambda: {}.popitem(), lambda: d[[]], lambda: d.pop(), lambda: [] in d, lambda: d.get(), lambda: d.get([]), lambda: d.setdefault([]), lambda: d.__delitem__("x"), lambda: d.__getitem__()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e, e.args)
print(d.get("a"), d.get("b"), d.get("b", 5), "a" in d, 1 in d, len(d), d == {"a": 1.0}, d != {}, d.copy() is d)
