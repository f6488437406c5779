from __future__ import annotations
def f(x: undefined_type, y: list[int] = 1) -> "quoted": pass
print(f.__annotations__)
class C:
    a: int
    b: SomeClass[a, b] = 5
print(C.__annotations__)
v: dict[str, (1 + 2) * 3, lambda: 0, not x, [i for i in y], {**a}, f"q{z!r:>{w}}", -1 ** 2, a if b else c, (yield_), x[1:2, ...], *q] = None
print(__annotations__["v"])
import typing
try:
    typing.get_type_hints(f)
except NameError as e:
    print(e)
def g(a: int, *b: str) -> None: pass
print(typing.get_type_hints(g), annotations)
