# Steps and length hints next to the largest machine word, in lists and in what is built like them.
import array

HUGE = [2**62, 2**63 - 1, 2**63, 1 << 333]

for step in HUGE:
    for make in (list, bytearray, lambda it: array.array("b", it)):
        items = make(range(10))
        del items[9::step]
        print(len(items), list(items)[-1], end=" ")
        del items[::-step]
        print(list(items), end=" ")
        items[3::step] = make([42])
        print(items[3])
    print([1, 2, 3][1::step], (1, 2, 3)[::-step], "abc"[1::step], range(5)[2::step])


class Hinted:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter("xy")

    def __length_hint__(self):
        return self.hint


for hint in (0, 2, 1000, 2**63 - 1):
    items = [1, 2, 3, 4]
    try:
        items.extend(Hinted(hint))
        print(items)
    except MemoryError:
        print("MemoryError")
try:
    [].extend(Hinted(2**63))
except OverflowError as error:
    print(error)
