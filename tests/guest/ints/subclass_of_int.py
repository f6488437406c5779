class N(int):
    def __add__(self, other):
        return N(int(self) * 100 + int(other))
    def __repr__(self):
        return f"N({int(self)})"
a = N(5)
print(a, a + 1, 1 + a, a * 2, type(a * 2), a == 5, hash(a) == hash(5), {5: "five"}[a])
print([10, 20, 30, 40, 50, 60][a], f"{a:03d}", "%d" % a, str(a), int.__repr__(a))
class Flag(int):
    def __bool__(self):
        return False
print(bool(Flag(3)), Flag(3) or "else", isinstance(Flag(1), int))
try:
    class B(bool): pass
except TypeError as e:
    print(e)
print(N("12", 16) if False else N("12"), N(3.9), N.from_bytes(b"\x01", "big"))
