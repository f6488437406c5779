print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: "a"} == {1.0: "a"}, {} == [], {"a": {}} == {"a": {}})
d = {1: "int"}
d[1.0] = "float"; d[True] = "bool"
print(d, len(d), d[1])
print({0: 1, False: 2, 0.0: 3, -0.0: 4, 0j: 5})
a = {"x": 1}; b = a
a |= [("y", 2)]
print(b, a | {"z": 3}, a)
for f in (lambda: {} < {}, lambda: {} + {}, lambda: {} | None, lambda: hash({})):
    try:
        f()
    except TypeError as e:
        print(e)
class M(dict):
    def __or__(self, o): return "or"
    def __ror__(self, o): return "ror"
print(M() | {}, {} | M())
