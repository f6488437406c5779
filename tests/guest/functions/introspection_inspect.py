import inspect
def f(a, /, b: int, *args, c=1, d: str, **kw) -> None: pass
print(inspect.signature(f))
for p in inspect.signature(f).parameters.values():
    print(p.name, p.kind.name, p.default is p.empty, p)
print(inspect.getfullargspec(f), inspect.isfunction(f), inspect.isgeneratorfunction(f))
b = inspect.signature(f).bind(1, 2, 3, d="x", z=5)
print(b.args, b.kwargs, b.arguments)
try:
    inspect.signature(f).bind(1)
except TypeError as e:
    print(e)
class C:
    def m(self, x, y=2): pass
    @classmethod
    def k(cls, q): pass
print(inspect.signature(C.m), inspect.signature(C().m), inspect.signature(C.k), inspect.getsource(C.m), end="")
print(inspect.signature(lambda x, *y: 0), inspect.getdoc(C), [n for n, _ in inspect.getmembers(C, inspect.isfunction)])
