# Iterators of ranges: what they are pickled as, and __setstate__.
import copy
import pickle

for source in (range(5), range(10, 0, -3), range(0), range(2**64), range(2**32 + 2), range(-2**70, 2**70, 2**60)):
    iterator = iter(source)
    print(iterator.__reduce__())
    for _ in range(2):
        next(iterator, None)
    print(iterator.__reduce__(), iterator.__length_hint__())
    for protocol in range(2, 6):
        print([item for item, _ in zip(pickle.loads(pickle.dumps(iterator, protocol)), range(3))])
    for state in (1, -5, 2**31, 2**63 - 1):
        iterator.__setstate__(state)
        print(next(iterator, None), iterator.__reduce__()[2])
    print(next(copy.copy(iter(source)), None))
