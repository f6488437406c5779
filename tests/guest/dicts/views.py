d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, ("a", 2) in i)
d["d"] = 4
print(k, list(v)[-1], len(i), sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), k == {"a", "b", "c", "d"}, k >= {"a"}, k.isdisjoint("xyz"), sorted(i & {("a", 1)}), d.values() == d.values(), i == d.items())
print(list(reversed(k)), list(reversed(i)), k.mapping, type(k).__name__, type(iter(k)).__name__, type(reversed(v)).__name__)
try:
    k.mapping["x"] = 1
except TypeError as e:
    print(e)
for f in (lambda: k[0], lambda: len(iter(k)), lambda: k + k, lambda: v & {1}, lambda: hash(k)):
    try:
        f()
    except TypeError as e:
        print(e)
print({}.keys(), {}.items(), {1: [d.keys()]}[1][0] == k)
