"""The json module of the library, its hooks and its indented form."""
import json
import sys


def main(size):
    value = [{"id": i, "name": "item %d" % i, "values": [i * 0.5, -i, None, True],
              "nested": {"a": {"b": ["x\u00e9", "y" * (i % 20)]}}} for i in range(size)]
    total = 0
    for k in range(6):
        text = json.dumps(value)
        total += len(text) + len(json.dumps(value, sort_keys=True, ensure_ascii=False))
        value = json.loads(text)
        if k == 3:
            total += len(json.dumps(value, indent=2))
            total += len(json.loads(text, object_hook=lambda d: tuple(d)))
    print("json_module", total, value[-1]["values"])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 18000)
