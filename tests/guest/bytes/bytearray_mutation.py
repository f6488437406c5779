a = bytearray(b"hello")
a[0] = 72; a.append(33); a.extend(b"??"); a += b"x"; a.insert(1, 42); a[2:4] = b"EEE"; del a[-1]
print(a, a.pop(), a.pop(0), a, len(a))
a.reverse(); print(a); a.remove(ord("*")); print(a)
a[::2] = b"." * len(a[::2]); print(a)
del a[::2]; print(a); a *= 2; print(a, a.copy() == a, a.copy() is a)
a[1:1] = [1, 2, 3]; a[:] = b""; print(a); a.clear()
for f in (lambda: a.append(256), lambda: a.append("a"), lambda: a.pop(), lambda: a.remove(5), lambda: a.extend(["x"]), lambda: a.extend(5), lambda: a.__setitem__(0, 1), lambda: bytearray(b"abc").__setitem__(slice(None, None, 2), b"x"), lambda: hash(a)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(bytearray(b"a") == b"a", bytearray(b"a") < b"b", b"a" + bytearray(b"b"), bytearray(b"a") + b"b", b"%s-%d-%x" % (b"q", 5, 255), bytearray(b"%b") % b"z")
