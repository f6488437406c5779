# What scanners of code objects look for: imports, stored names, names and constants.
import dis

SOURCE = '''"""doc"""
import os, a.b as c
from x.y import z, w as v
from . import u
from ..p import *
d: int = 70000
def f(self): return self.q, 'text'
class K: r = 1
for e in (): pass
del d
'''
code = compile(SOURCE, "f", "exec")
print(list(dis._find_imports(code)))
print(list(dis._find_store_names(code)))
print(code.co_names)


def constants(text):
    "docstring"
    print(text, 1, 2.5, "print", b"x", None)
    return text.upper() + "!"


print(sorted(map(repr, constants.__code__.co_consts)), constants.__code__.co_names)
print((lambda: None).__code__.co_consts, (lambda a: a.b).__code__.co_consts)
many = compile("\n".join(f"name{i} = value{i}" for i in range(700)), "f", "exec")
print(len(set(dis._find_store_names(many))))
print(constants.__code__.replace(co_consts=constants.__code__.co_consts) == constants.__code__)
copy = type(constants)(constants.__code__.replace(co_consts=constants.__code__.co_consts), globals())
print(copy("a"), copy.__code__.co_consts == constants.__code__.co_consts)
swapped = tuple("PRINT" if constant == "print" else constant for constant in constants.__code__.co_consts)
type(constants)(constants.__code__.replace(co_consts=swapped).replace(co_name="twice"), globals())("b")
