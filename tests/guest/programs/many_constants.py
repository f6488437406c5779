# Units with more constants than a 16-bit operand can name.
COUNT = 70_000


class Thing:
    pass


thing = Thing()
lines = [f"total += {10**12 + i}" for i in range(COUNT)]
lines += ["thing.first = total", "thing.second = total * 123456789012", "note = thing.first", "note"]
namespace = {"thing": thing, "total": 0}
exec("\n".join(lines), namespace)
print(thing.first == sum(10**12 + i for i in range(COUNT)), thing.second == thing.first * 123456789012)
print(sorted(vars(thing)), namespace["note"] == thing.first)

body = "\n".join(f"    append({i!r})" for i in (float(i) + 0.5 for i in range(COUNT)))
exec(f"def f(append, thing):\n{body}\n    thing.last = 'the end'\n    return thing.last + ({10**30}).__class__.__name__", namespace)
numbers = []
print(namespace["f"](numbers.append, thing), len(numbers), numbers[0], numbers[-1])

names = "\n".join(f"name_{i} = {i}" for i in range(COUNT))
many = {}
exec(names + f"\nresult = name_0 + name_{COUNT - 1}", many)
print(many["result"], many["name_65535"], many["name_65536"], many["name_65537"])
