print("hello".translate({ord("l"): "L", ord("h"): None, ord("o"): 0x30}), "abc".translate(str.maketrans("ab", "xy", "c")), "abc".translate(str.maketrans({"a": "AA", 98: "B"})))
print(str.maketrans("ab", "cd"), str.maketrans({"x": None}))
class M:
    def __getitem__(self, k):
        if k == ord("b"):
            raise LookupError
        return chr(k).upper() * 2
print("abc".translate(M()))
for f in (lambda: str.maketrans("a", "bc"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans(5), lambda: "a".translate({97: 0x110000}), lambda: "a".translate({97: 1.5}), lambda: str.maketrans("a", 5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
