parts = []
s = ""
for i in range(300):
    s += chr(97 + i % 26)
    t = s
    if i % 50 == 0:
        parts.append(t)
print(len(s), [len(p) for p in parts], parts[1], s[:52])
def build(n):
    out = ""
    for i in range(n):
        out += str(i) + ","
        if i == 5:
            keep = out
    return keep, len(out), out[-10:]
print(build(1000))
x = y = "ab"
x += "c"
print(x, y)
