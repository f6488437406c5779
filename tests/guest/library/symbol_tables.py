# symtable and _opcode: what the compiler knows of names.
import symtable, _opcode, opcode, _stat, stat
src = '''
import os, sys as s
a: int = 1
b = [i for i in range(3) if (w := i)]
class C(a):
    x = 1
    __p = 2
    def m(self, y=a, *args, z: int = 3, **kw) -> b:
        f = lambda q: q + y + __class__.z + self.__p
        global g
        g = 1
        def inner():
            nonlocal y
            y = 2
            return {k: v for k, v in y}, (j for j in args)
        return super().m()
async def co(): return await b
'''
def show(t, depth=0):
    print(" " * depth, t.get_type(), t.get_name(), t.get_lineno(), t.is_nested(), t.is_optimized(), t.has_children())
    for n in sorted(t.get_identifiers()):
        y = t.lookup(n); print(" " * depth, "-", n, [k[3:] for k in dir(y) if k.startswith("is_") and getattr(y, k)()], [c.get_name() for c in y.get_namespaces()])
    if t.get_type() == "function": print(" " * depth, t.get_parameters(), sorted(t.get_locals()), sorted(t.get_frees()), sorted(t.get_globals()), sorted(t.get_nonlocals()))
    for c in t.get_children(): show(c, depth + 1)
show(symtable.symtable(src, "f.py", "exec")); show(symtable.symtable("a + b", "f", "eval"))
for args in (("def f(x): global x", "f", "exec"), ("def f(x:", "f", "exec"), ("a", "f", "bad"), (1, "f", "exec"), ("nonlocal x", "f", "exec"), ("a\0", "f", "exec")):
    try: symtable.symtable(*args)
    except Exception as e: print(type(e).__name__, e)
print([_opcode.stack_effect(opcode.opmap[n], a) for n, a in (("POP_TOP", None), ("BUILD_LIST", 3), ("CALL", 2), ("UNPACK_EX", 0x305), ("MAKE_FUNCTION", 7))], _opcode.stack_effect(opcode.opmap["FOR_ITER"], 0, jump=True))
for a in ((opcode.opmap["LOAD_CONST"],), (1, 5), (3000,)):
    try: print(_opcode.stack_effect(*a))
    except ValueError as e: print(e)
print(_stat.filemode(0o104755), _stat.filemode(0o41777), stat.S_ISREG(0o100644), oct(stat.S_IMODE(0o100644)), stat.filemode is _stat.filemode)
