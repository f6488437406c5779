print("a" < "b", "a" < "aa", "" < "a", "Z" < "a", "é" > "z", "😀" > "中", "abc" == "abc", "abc" != "abd", "a" >= "a")
print(sorted(["b", "a", "C", "", "é", "10", "9", "aa"]), max("hello"), min("hello"), hash("a" + "b") == hash("ab"), "a" == 97, "1" == 1)
a = "".join(["x", "y"]); b = "xy"
print(a == b, {a: 1}[b], a in {b}, sorted({a, b}), [a].index(b))
import sys
print(sys.intern(a) is sys.intern(b), "x" is "x" if False else True)
try:
    "a" < 1
except TypeError as e:
    print(e)
