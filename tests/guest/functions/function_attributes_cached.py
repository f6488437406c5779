"""Attributes of functions read and written by one instruction, while dictionaries and names change."""


def make(name):
    def function(value=1, *, step=2):
        function.calls += 1
        return value + step
    function.calls = 0
    function.__name__ = name
    return function


functions = [make("f%d" % i) for i in range(3)]
for _ in range(4):
    for function in functions:
        function()
print([f.calls for f in functions])


def read(f):
    try:
        return f.calls
    except AttributeError as error:
        return str(error)


def write(f, value):
    f.calls = value


one = functions[0]
for step in range(8):
    print(read(one), end=" ")
    write(one, [step])
    if step == 2:
        one.other = 1
    elif step == 3:
        del one.calls
        print(read(one), end=" ")
    elif step == 4:
        one.__dict__ = {"calls": "replaced"}
    elif step == 5:
        one.__dict__.clear()
        print(read(one), end=" ")
print(read(one), read(functions[1]), read(len))


class Noisy:
    def __del__(self):
        print("gone")


for _ in range(3):
    write(one, Noisy())
write(one, None)


def defaults(a, b=[1], c=None):
    return a, b, c


print([defaults(i) for i in range(3)], defaults(1, 2), defaults(1, c=3), defaults(*(1,), **{"b": 0}))
defaults.__defaults__ = (7,)
print(defaults(1, 2))
try:
    defaults(1)
except TypeError as error:
    print(error)
print(sorted([3, 1, 2], key=lambda x, k=-1: x * k), list(map(lambda x, y=5: x + y, [1, 2])))
