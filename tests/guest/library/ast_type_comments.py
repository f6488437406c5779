# Type comments (PEP 484) and signatures of functions in syntax trees.
import ast

MODULES = [
    'x = 1 # type: int',
    'x = 1 #type:int',
    'x = y = 1 #  type:  int  ',
    'x: int = 1 # type: int',
    'x += 1 # type: int',
    'x # type: int',
    'pass # type: ignore',
    '# type: ignore\nx',
    'x = [ # type: int\n1]',
    'x = [\n# type: ignore[a]\n1]',
    'def f(a, # type: int\n b): pass',
    'def f(a, # type: int\n): pass',
    'def f(*, # type: int\n a): pass',
    'def f(*a, # type: int\n **b # type: str\n): # type: (...) -> int\n  pass',
    'def f():\n  # type: () -> int\n  pass',
    'def f(): # type: a\n  pass # type: ignore\n',
    'def f(): pass # type: x',
    'for x in y: # type: int\n  pass',
    'with a: # type: int\n  pass',
    'with (a): # type: int\n  pass',
    'with (a, b): # type: int\n  pass',
    'with (a as b): # type: int\n  pass',
    'async def f(): # type: int\n  async for x in y: # type: int\n    pass\n  async with a: # type: int\n    pass\n',
    'if x: # type: int\n  pass',
    'while x: # type: int\n  pass',
    'class A: # type: int\n  pass',
    'try: # type: int\n  pass\nfinally: pass',
    'x = 1 # type: ignore2',
    'x = 1 # type: ignoré',
    'x = 1 # type: ignore é',
    'x = 1 # type: ignore[é]',
    'x = 1 # typed: int',
    'x = 1 # type : int',
    'x = 1 # type: é',
    '# type: int\nx = 1',
    'x = 1\n# type: int\n',
    'x = 1\n# type: int',
    'f(a, # type: int\n b)',
    'def f(a, /, # type: int\n b): pass',
    'def f(a=1, # type: x\n *, b=2 # type: y\n): pass',
    'def f(a, # type: ignore\n b): pass',
    'return 1 # type: int',
    'import a # type: ignore',
    'import a # type: int',
    'x = yield # type: int',
    'x = 1; y = 2 # type: int',
    'x = 1 # type: int\ny = 2 # type: str\n',
    'def f(*a # type: int\n): pass',
    'def f(\n  # type: int\n a): pass',
    'def f(a\n # type: int\n ): pass',
    'if 1:\n  pass\n  # type: ignore\n  pass\n# type: ignore',
    'x = 1 # type:',
    'x = 1 # type: ',
    'x = 1 #type',
    'def f(a, # type: int\n # type: str\n b): pass',
    '@d # type: int\ndef f(): pass',
    'if x:\n  y = 1 # type: int\nelse: # type: str\n  pass',
    'def f(a,b): # type: (int, str) -> x\n  """doc"""',
    'def f(**k, # type: int\n): pass',
    'def f(*a: int, # type: int\n): pass',
    'class A:\n  def f(self):\n    # type: () -> int\n    return 1\n',
    'x = (1 # type: int\n)',
]
SIGNATURES = [
    '() -> int',
    '(int) -> int',
    '(int, str) -> int',
    '(*int) -> int',
    '(**int) -> int',
    '(int, *str) -> int',
    '(int, **str) -> int',
    '(int, *str, **float) -> int',
    '(*str, **float) -> int',
    '(int,) -> int',
    '() -> int\n\n',
    '(a.b[c], d) -> List[int]',
    '()',
    'int',
    '() -> int x',
    '() -> ',
    '(*a, b) -> c',
    '(int, *str,) -> x',
    '() -> a, b',
    '(x := 1) -> a',
    '(lambda: x) -> a',
    '(yield) -> a',
    '\n() -> a',
    '  () -> a',
    '() -> a # type: x',
    '(a, b # type: ignore\n) -> c',
]


def show(source, **options):
    try:
        outcome = ast.dump(ast.parse(source, type_comments=True, **options))
    except SyntaxError as error:
        outcome = f"{error.msg} {error.lineno}:{error.offset}-{error.end_lineno}:{error.end_offset} {error.text!r}"
    print(repr(source), outcome)


for source in MODULES:
    show(source)
for source in SIGNATURES:
    show(source, mode="func_type")
for mode, flags in (("func_type", 0), ("exec", 0x1000), ("single", 0x1000)):
    try:
        compile("x # type: int", "file", mode, flags)
    except (SyntaxError, ValueError) as error:
        print(error)
