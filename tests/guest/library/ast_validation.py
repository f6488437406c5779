# Trees made by hand: compile() refuses what the grammar would never have produced.
import ast

LOAD = ast.Load()
STORE = ast.Store()


def name(text="x", context=LOAD):
    return ast.Name(text, context)


def no_arguments():
    return ast.arguments([], [], None, [], [], None, [])


def check(text, mode="exec"):
    node = eval(text)
    module = ast.Module([node] if isinstance(node, ast.stmt) else [ast.Expr(node)], [])
    ast.fix_missing_locations(module)
    try:
        compile(module, "<tree>", mode)
        outcome = "compiles"
    except Exception as error:
        outcome = f"{type(error).__name__}: {error}".split(" at 0x")[0]
    print(text, "->", outcome)


TREES = """\
ast.AnnAssign(ast.Attribute(name(), 'y', STORE), name(), None, 1)
ast.Try([ast.Pass()], [], [ast.Pass()], [ast.Pass()])
ast.With([None], [ast.Pass()])
ast.Match(name(), [])
ast.Match(name(), [None])
ast.Import([None])
ast.Global(['None'])
ast.FunctionDef('None', no_arguments(), [ast.Pass()], [])
ast.Compare(name(), [None], [name()])
ast.BinOp(name(), None, name())
ast.Assign([name('x', None)], name())
ast.Slice(name(), name(), name())
ast.Starred(name(), LOAD)
ast.Starred(name(), STORE)
ast.Return(name())
ast.FormattedValue(name(), -1, None)
ast.FormattedValue(name(), 5, None)
ast.JoinedStr([name()])
ast.Match(name(), [ast.match_case(ast.MatchAs(ast.MatchStar('y'), 'x'), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchSequence([ast.MatchStar('y'), ast.MatchStar('x')]), None, [ast.Pass()])])
ast.Delete([ast.Starred(name('x', ast.Del()), ast.Del())])
ast.Constant(1, kind=5)
ast.Assign([name('x', STORE)], name(), type_comment=5)
ast.Tuple([ast.Slice()], LOAD)
ast.Assign([ast.Starred(name('x', STORE), STORE)], name())
ast.ListComp(ast.Starred(name(), LOAD), [ast.comprehension(name('y', STORE), name(), [], 0)])
ast.Call(name(), [], [ast.keyword(None, ast.Starred(name(), LOAD))])
ast.Dict([ast.Starred(name(), LOAD)], [name()])
ast.Lambda(ast.arguments([], [ast.arg('a'), ast.arg('a')], None, [], [], None, []), name())
ast.Lambda(ast.arguments([], [ast.arg('a'), ast.arg('b')], None, [], [], None, []), ast.Starred(name(), LOAD))
ast.Delete([ast.Constant(1)])
ast.ImportFrom('x', [ast.alias('*', 'y')], 0)
ast.ImportFrom('x', [ast.alias('*', 'y'), ast.alias('b')], 0)
ast.ImportFrom(None, [ast.alias('b')], 0)
ast.Import([ast.alias('*')])
ast.Import([ast.alias('a..b', 'c')])
ast.Import([ast.alias('', 'c')])
ast.Name('', LOAD)
ast.Subscript(name(), ast.Starred(name(), LOAD), LOAD)
ast.Break()
ast.Try([ast.Pass()], [ast.ExceptHandler(None, 'x', [ast.Pass()]), ast.ExceptHandler(name(), 'x', [ast.Pass()])], [], [])
ast.If(ast.Starred(name(), LOAD), [ast.Pass()], [])
ast.Return(ast.Slice())
ast.Constant(kind=None)
ast.Name(None, LOAD)
ast.FunctionDef('f', None, [ast.Pass()], [])
ast.Call(None, [], [])
ast.Call(name(), None, [])
ast.Call(name(), [], [None])
ast.Call(name(), [ast.Starred(name('x', STORE), STORE)], [])
ast.Attribute(name(), None, LOAD)
ast.Expr(5)
ast.MatchStar('x')
ast.keyword('a', name())
ast.ListComp(name(), [None])
ast.Compare(name(), [ast.Add()], [name()])
ast.ImportFrom('x', [ast.alias('y')], True)
ast.FormattedValue(name(), 1<<40, None)
ast.Match(name(), [ast.match_case(ast.MatchAs(None, None), None, [ast.Pass()]), ast.match_case(ast.MatchAs(None, None), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchOr([ast.MatchAs(None, 'x'), ast.MatchAs(None, 'y')]), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchMapping([ast.Constant(1), ast.Constant(1)], [ast.MatchAs(), ast.MatchAs()]), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchMapping([ast.JoinedStr([])], [ast.MatchAs()]), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchClass(name(), [], ['a', 'a'], [ast.MatchAs(), ast.MatchAs()]), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchValue(ast.JoinedStr([ast.FormattedValue(name(), -1, None)])), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchValue(name()), None, [ast.Pass()])])
ast.Match(name(), [ast.match_case(ast.MatchValue(None), None, [ast.Pass()])])
ast.ClassDef('c', [ast.Starred(name('x', LOAD), LOAD)], [], [ast.Pass()], [])
ast.GeneratorExp(name(), [ast.comprehension(ast.Starred(name('y', STORE), STORE), name(), [], 0)])
ast.comprehension(name(), name(), [], 5)
ast.Yield(name())
ast.Await(name())
ast.Nonlocal(['x'])
ast.UnaryOp(ast.USub(), ast.Starred(name(), LOAD))
ast.With([ast.withitem(name(), ast.Starred(name('x', STORE), STORE))], [ast.Pass()])
ast.For(ast.Starred(name('x', STORE), STORE), name(), [ast.Pass()], [])
"""

for line in TREES.splitlines():
    check(line)

tree = ast.parse("a = 1")
for line, end_line, column, end_column in ((1, 0, 0, 5), (1, 1, 10, 1), (-1, 5, 0, 1), (1, 1, -5, 1), (1, 1, -10, -11)):
    node = tree.body[0]
    node.lineno, node.end_lineno, node.col_offset, node.end_col_offset = line, end_line, column, end_column
    try:
        compile(tree, "<tree>", "exec")
        print("compiles")
    except ValueError as error:
        print(error)

for cls in (ast.withitem, ast.Name, ast.GtE, ast.cmpop, ast.excepthandler, ast.ImportFrom, ast.MatchClass):
    print(cls.__doc__)
print(vars(ast.parse("x", mode="eval").body)["id"], ast.ImportFrom("m", []).level)
