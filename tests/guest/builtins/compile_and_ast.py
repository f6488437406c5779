import ast
c = compile("a = 1\nb = a + 1", "<s>", "exec")
ns = {}
exec(c, ns)
print(ns["b"], c.co_filename, c.co_name, type(c).__name__)
t = ast.parse("x = [1, 2.5, 'a'] + y.z(k=1)[0]\ndef f(a, *b, c=1): return a")
print(ast.dump(t.body[0]))
print(ast.unparse(t))
print(ast.literal_eval("{'a': [1, (2, None)], 'b': {3}, 'c': -1.5, 'd': b'x'}"))
for s in ("f()", "a", "1 + 'a'", "[", "__import__('os')"):
    try:
        print(ast.literal_eval(s))
    except (ValueError, SyntaxError) as e:
        print(type(e).__name__, str(e)[:25])
class V(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value * 2), n)
tree = ast.fix_missing_locations(V().visit(ast.parse("3 + 4", mode="eval")))
print(eval(compile(tree, "t", "eval")), [type(n).__name__ for n in ast.walk(ast.parse("a.b"))])
for a in (("1", "f", "nomode"), ("a b", "f", "exec"), (5, "f", "exec"), ("x", "f", "eval", 1 << 30)):
    try:
        compile(*a)
    except Exception as e:
        print(type(e).__name__, str(e).split(" (")[0])
n = ast.parse("if x:\n    y = 1\n").body[0]
print(n.lineno, n.col_offset, n.end_lineno, n.end_col_offset, n.body[0].lineno)
