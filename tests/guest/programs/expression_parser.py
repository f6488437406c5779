import re
class Parser:
    def __init__(self, s):
        self.t = re.findall(r"\d+\.?\d*|[-+*/()^]", s) + [None]; self.i = 0
    def peek(self): return self.t[self.i]
    def take(self): self.i += 1; return self.t[self.i - 1]
    def expr(self):
        v = self.term()
        while self.peek() in ("+", "-"):
            v = v + self.term() if self.take() == "+" else v - self.term()
        return v
    def term(self):
        v = self.factor()
        while self.peek() in ("*", "/"):
            v = v * self.factor() if self.take() == "*" else v / self.factor()
        return v
    def factor(self):
        if self.peek() == "-": self.take(); return -self.factor()
        v = self.atom()
        if self.peek() == "^": self.take(); v = v ** self.factor()
        return v
    def atom(self):
        t = self.take()
        if t == "(":
            v = self.expr()
            if self.take() != ")": raise SyntaxError("expected )")
            return v
        if t is None or not t[0].isdigit(): raise SyntaxError(f"unexpected {t}")
        return float(t) if "." in t else int(t)
for s in ("1+2*3", "(1+2)*3", "2^3^2", "-2^2", "10/4-1", "1.5*4", "((7))", "2*(3+", "*3", "8/(3-3)", "2--3"):
    try:
        print(s, "=", Parser(s).expr())
    except (SyntaxError, ZeroDivisionError) as e:
        print(s, type(e).__name__, e)
