"""pickle and copy.deepcopy over nested values and objects."""
import copy
import pickle
import sys


class Record:
    def __init__(self, key, values):
        self.key = key
        self.values = values
        self.next = None


def main(size):
    first = last = Record(0, [])
    for i in range(size):
        last.next = Record(i, {"n": i, "list": [i, i * 0.5, str(i)], "t": (i, None, True)})
        last = last.next if i % 40 else first
    records = [Record(i, [i, {"k": (i, "v%d" % i)}]) for i in range(size)]
    total = 0
    for _ in range(4):
        data = pickle.dumps(records, protocol=4)
        total += len(data)
        records = pickle.loads(data)
    clone = copy.deepcopy(records[:size // 4])
    clone[0].values[1]["k"] = None
    print("pickle_copy", total, len(clone), records[0].values, copy.copy(records[1]).key)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 15000)
