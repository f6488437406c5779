nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], {nan: 1} == {nan: 1})
print(1 == 1.0 == True, hash(1) == hash(1.0) == hash(True))
print(None == 0, () is (), "" == b"")
print([1, 2] == (1, 2), {1} == frozenset([1]), (1, [2]) == (1, [2]))
print(None is None, Ellipsis is ..., NotImplemented is NotImplemented)
class E:
    def __eq__(self, o):
        return "maybe"
print(E() == 1, E() != 1, 1 == E(), E() in [2])
print(object() == object(), 2**100 == 2.0**100, 10**400 == float("inf"))
