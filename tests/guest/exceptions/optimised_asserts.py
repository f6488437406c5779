# options: -O
assert False, "stripped"
print(__debug__)
if __debug__:
    print("not here")
def f():
    "doc kept"
    assert 1 / 0
print(f.__doc__, f())
