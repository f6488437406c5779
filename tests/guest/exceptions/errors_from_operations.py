class A: pass
tests = ["[1,2].index(3)", "{}['a']", "int('x')", "(1,)[4]", "'a'+1", "1+'a'", "None+1", "[]+()", "A()+1", "A()<A()", "len(A())", "A()[0]", "A()()", "-A()", "A().x", "next(iter([]))", "list(A())", "1/0", "2**100000000000 if False else 1%0", "chr(-1)", "open('/nonexistent/file')", "__import__('no_such_mod')", "float('abc')", "bytes([300])", "'%d' % 'a'", "sum(['a'])", "max([])", "min()", "sorted([1,'a'])", "abs('a')", "round('a')", "[1,2,3][::0]", "'abc'.index('z')", "b'a'+'b'", "{1}+{2}", "set([[]])", "dict([1])", "tuple(5)", "range(1.0)", "isinstance(1,1)", "getattr(A(),'q')", "hash([])", "iter(1)", "divmod(1,0)", "pow(0,-1)", "'a'*'b'", "[1]*[2]", "1 in 5", "not_defined", "A() @ A()", "A() // 2", "2 ** A()", "A() >> 1", "~A()", "1 & 1.0", "'a' % 5", "'a' < 5", "None[0]", "().x", "print.x", "(lambda:0).x", "int.x", "type(A()).y", "A.z", "1 .real()", "b''.decode('nope')", "compile('a b','f','exec')", "1 if A() < 1 else 2"]
for t in tests:
    try:
        print(t, "=", eval(t))
    except Exception as e:
        print(t, "->", type(e).__name__ + ":", e)
