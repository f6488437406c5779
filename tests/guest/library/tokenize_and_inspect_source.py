import tokenize, io, inspect, ast, keyword, linecache, symtable, codeop, code
src = "def f(a, *, b=1):\n    # comment\n    return a + b  # end\n\nx = 'é' if f(1.5e3) else 0x1F\n"
for t in tokenize.generate_tokens(io.StringIO(src).readline): print(tokenize.tok_name[t.type], repr(t.string), t.start, t.end)
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO(src).readline)) == src, tokenize.detect_encoding(io.BytesIO(b"# coding: latin-1\n").readline))
try: list(tokenize.generate_tokens(io.StringIO("x = (1,\n").readline))
except tokenize.TokenError as e: print(e)
def g(x):
    """Doc
       more."""
    if x:
        return 1
print(inspect.getsource(g), inspect.getdoc(g), inspect.getsourcelines(g)[1], inspect.getmodule(g).__name__, inspect.cleandoc("  a\n    b\n   c"))
s = symtable.symtable("def f(a):\n global q\n b = a\n def h(): return b\n", "t", "exec"); f = s.get_children()[0]; print(s.get_symbols(), f.get_parameters(), f.get_locals(), f.get_globals(), f.lookup("b").is_local(), f.get_children()[0].get_frees())
print(codeop.compile_command("if x:"), codeop.compile_command("x = 1") is not None)
i = code.InteractiveInterpreter({"q": 5}); i.runsource("print(q + 1)"); print(i.runsource("for x in y:"))
print(ast.dump(ast.parse("a: int = 1; b @= c; lambda *d, e=1: 0\nasync def f():\n  async with x as y: pass\n  await z\nmatch p:\n  case [1, *_]: pass\n"), indent=1))
