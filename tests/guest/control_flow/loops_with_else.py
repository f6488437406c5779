for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
    else:
        print(n, "prime")
k = 0
while k < 3:
    k += 1
    if k == 5: break
else:
    print("while else", k)
for x in "": pass
else: print("empty else")
for i in range(3):
    for j in range(3):
        if j == 1: continue
        if i == 1: break
        print(i, j)
    else:
        continue
    print("inner broken at", i)
for i, (a, *b) in enumerate([(1, 2, 3), "xy"]): print(i, a, b)
for x in [1, 2, 3]:
    x = x * 2
print(x)
for t.attr in [1] if (t := type("T", (), {})) else []: pass
print(t.attr)
d = {}
for d["k"] in range(3): pass
print(d)
