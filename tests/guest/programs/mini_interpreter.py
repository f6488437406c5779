import operator, re
ENV = {"+": operator.add, "-": operator.sub, "*": operator.mul, "<": operator.lt, "=": operator.eq, "list": lambda *a: list(a), "car": lambda l: l[0], "cdr": lambda l: l[1:], "null?": lambda l: not l}
def parse(s):
    toks = iter(re.findall(r"[()]|[^\s()]+", s))
    def read(t):
        if t == "(":
            l = []
            for t in toks:
                if t == ")": return l
                l.append(read(t))
            raise EOFError("unclosed")
        if t == ")": raise SyntaxError("unexpected )")
        try: return int(t)
        except ValueError: return t
    return [read(t) for t in toks]
def ev(x, env):
    while True:
        if isinstance(x, str):
            for e in env:
                if x in e: return e[x]
            raise NameError(x)
        if not isinstance(x, list): return x
        match x:
            case ["if", c, a, b]: x = a if ev(c, env) else b
            case ["define", n, v]: env[0][n] = ev(v, env); return
            case ["lambda", ps, body]: return lambda *a, ps=ps, body=body, env=env: ev(body, [dict(zip(ps, a)), *env])
            case ["quote", v]: return v
            case [f, *args]: return ev(f, env)(*[ev(a, env) for a in args])
env = [{}, ENV]
for e in parse("(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1)))))) (fact 20) (define map (lambda (f l) (if (null? l) (quote ()) (cons (f (car l)) (map f (cdr l)))))) (quote (a (b 1))) ((lambda (x y) (+ x y)) 3 4) (define add (lambda (a) (lambda (b) (+ a b)))) ((add 5) 6)"):
    r = ev(e, env)
    if r is not None: print(r)
env[1]["cons"] = lambda a, b: [a, *b]
print(ev(parse("(map (lambda (x) (* x x)) (list 1 2 3))")[0], env))
for s in ("(undefined 1)", "(", ")"):
    try: print(ev(parse(s)[0], env))
    except (NameError, EOFError, SyntaxError) as e: print(type(e).__name__, e)
