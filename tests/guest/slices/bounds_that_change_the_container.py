# __index__ of a bound may shrink what is being sliced.
import array
for kind in (list, bytearray, lambda x: array.array("i", x)):
    class Bound:
        def __index__(self):
            del things[:]
            return 20
    for f in (lambda: things[:Bound()], lambda: things[::Bound()], lambda: things[Bound():], lambda: things.__setitem__(slice(0, Bound()), kind([5])), lambda: things.__delitem__(slice(0, Bound())), lambda: things.__delitem__(slice(0, 30, Bound())), lambda: things.__setitem__(slice(0, 10, Bound()), kind([5])), lambda: things[Bound()]):
        things = kind([1, 2, 3] * 10)
        try: r = f(); print(r if r is None else len(r), len(things))
        except Exception as e: print(type(e).__name__, len(things))
