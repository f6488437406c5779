# Names of code that runs in subclasses of dict, and of module code that is called as a function.
import types


class Refuses(dict):
    def __getitem__(self, key):
        raise LookupError(key)


class Invents(dict):
    def __missing__(self, key):
        return int(key.removeprefix("n"))


for space in (Refuses(x=1), {"__builtins__": Refuses(x=1)}):
    try:
        exec("x", space)
    except LookupError as error:
        print(type(error).__name__, error)
total = eval("lambda: n1 + n20 + n300", Invents())
print([total() for _ in range(40)][-1])

space = {}
function = types.FunctionType(compile("a = 1\nb: int = a + 1\ndel a\nfrom math import *\nc = sorted(locals())[:2]", "f", "exec"), space)
print(function(), space["b"], space["c"], space["__annotations__"], "pi" in space, "a" in space)


async def count(n):
    for i in range(n):
        yield i


for mode in ("exec", "single"):
    for source in ("async for i in count(3): last = i", "last = [x async for x in count(4)][-1]"):
        code = compile(source, "f", mode, flags=0x2000)
        space = {"count": count}
        try:
            types.FunctionType(code, space)().send(None)
        except StopIteration:
            print(space["last"], bool(code.co_flags & 0x80))
