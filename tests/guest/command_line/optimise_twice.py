# options: -OO
def f():
    "doc"
    assert False
    return f.__doc__
class C:
    "class doc"
print(f(), C.__doc__, __debug__, __import__("sys").flags.optimize)
