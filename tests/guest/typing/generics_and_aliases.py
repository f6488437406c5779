import typing
from typing import *
T = TypeVar("T"); K = TypeVar("K", bound=int); P = ParamSpec("P")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
print(Box[int], Box[int](5).v, Box.__parameters__, Box[T][str], Optional[int], Union[int, str, int], Union[int], List[int], Dict[str, List[T]][int], Callable[[int], str], Callable[..., T], Tuple[int, ...], Literal[1, "a"], Any, Type[int], ClassVar[int], Final, Annotated[int, "m"], T, K, P)
print(get_type_hints(Box.__init__), get_origin(List[int]), get_args(Dict[str, int]), get_origin(Optional[int]), int | str, int | None, (int | str) == Union[int, str], isinstance(5, int | str), get_args(int | str), cast(int, "x"), Union[int, None] == Optional[int])
class Pt(NamedTuple):
    x: int
    y: int = 0
class TD(TypedDict, total=False):
    a: int
@runtime_checkable
class Proto(Protocol):
    def go(self) -> int: ...
class Impl:
    def go(self): return 1
print(Pt(1), TD(a=1), TD.__annotations__, isinstance(Impl(), Proto), isinstance(5, Proto), NewType("U", int)(5), TYPE_CHECKING, overload)
for f in (lambda: Box[int, str], lambda: List[int]() and List[1, 2], lambda: Any(), lambda: isinstance([], List[int]), lambda: TypeVar("X", int), lambda: Union[()], lambda: Optional[int, str], lambda: Generic[int], lambda: Literal[int]() , lambda: ClassVar[ClassVar[int]], lambda: Proto(), lambda: list[int][str], lambda: int | "str"):
    try:
        print(f())
    except TypeError as e:
        print(e)
def f(a: "int", b: Optional["Box[int]"] = None) -> "list[str]": ...
print(get_type_hints(f), Self, Never, LiteralString, Required[int], assert_type(1, int), reveal_type.__name__)
