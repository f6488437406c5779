"""Attributes that one instruction sees on many classes keep their meaning when classes change."""


class Slotted:
    __slots__ = ("value", "call")


class Plain:
    pass


class Wide:
    def __init__(self):
        for i in range(12):
            setattr(self, "a%d" % i, i)


class Computed:
    @property
    def value(self):
        return "computed"


class Defaulted:
    value = "of the class"


class Hooked:
    def __getattr__(self, name):
        return "hook " + name


def load(thing):
    try:
        return thing.value
    except AttributeError as error:
        return str(error)


def store(thing, value):
    try:
        thing.value = value
    except AttributeError as error:
        return str(error)
    return load(thing)


def call(thing):
    return thing.call()


kinds = [Slotted, Plain, Wide, Computed, Defaulted, Hooked]
for round in range(4):
    things = [kind() for kind in kinds]
    print([load(thing) for thing in things])
    print([store(thing, round) for thing in things])
    for thing in things:
        if hasattr(thing, "value") and not isinstance(thing, (Computed, Hooked)):
            del thing.value
    print([load(thing) for thing in things])

# The class changes under instances that are cached.
things = [Defaulted(), Plain(), Wide(), Slotted()]
for text in ("first", "second"):
    Defaulted.value = text
    Plain.value = property(lambda self: "now computed")
    print([load(thing) for thing in things])
Defaulted.value = property(lambda self: "data descriptor")
things[0].__dict__["value"] = "hidden"
print([load(thing) for thing in things])
del Defaulted.value
print(load(things[0]))


class One:
    def call(self):
        return "one"


class Two(One):
    def call(self):
        return "two"


class Three(One):
    def __init__(self):
        self.call = lambda: "own"


class Four(One):
    call = staticmethod(lambda: "static")


slotted = Slotted()
slotted.call = lambda: "slot"
callers = [One(), Two(), Three(), Four(), slotted]
for _ in range(5):
    print([call(thing) for thing in callers])
One.call = lambda self: "another"
callers[1].call = lambda: "two's own"
print([call(thing) for thing in callers])
del callers[1].call, Two.call
print([call(thing) for thing in callers])


def real(number):
    return number.real, number.imag


print([real(number) for number in (1, 2.5, 3 + 4j, True, 10 ** 30)])


class Failing:
    __slots__ = ()

    def __getattr__(self, name):
        return name.upper()


print([load(thing) for thing in (Failing(), Slotted(), Failing(), Hooked())])


# Shared places: many objects as values, released when replaced.
class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


for kind in (Slotted, Wide, Plain):
    if kind is Plain:
        del Plain.value
    thing = kind()
    for i in range(3):
        thing.value = Noisy("%s %d" % (kind.__name__, i))
    thing.value = None
