class Seq:
    def __init__(self): self.log = []
    def __len__(self): self.log.append("len"); return 2
    def __getitem__(self, i):
        self.log.append(i)
        if i > 1: raise IndexError
        return i
import collections.abc
collections.abc.Sequence.register(Seq)
s = Seq()
match s:
    case [5, _]: print("no")
    case [a, b]: print(a, b)
print(s.log)
class Eq:
    def __eq__(self, o): print("eq", o); return o == 2
match Eq():
    case 1: print("one")
    case 2: print("two")
def subj(): print("subject once"); return 3
match subj():
    case 1 | 2: pass
    case 3: print("three")
def guard(x): print("guard", x); return False
match 7:
    case n if guard(n): pass
    case _: print("n leaked", n)
match [1, [2, 3]]:
    case [a, [b, c, d]]: pass
    case [a, [b, c]]: print(a, b, c)
for t in ("match x:\n case a: pass\n case b: pass", "match x:\n case a | b: pass", "match x:\n case [a, a]: pass", "match x:\n case {**r, 'a': 1}: pass", "match x:\n case [*a, *b]: pass", "match x:\n case f(a=1, a=2): pass", "match x:\n case _ | 1: pass", "match x:\n case 1 as _: pass", "match x:\n case {'a': 1, 'a': 2}: pass", "match x:\n case -a: pass", "match x:\n case a.b(): pass", "match x:\n case f'x': pass", "match x:\n case 1 + 2: pass", "match x:\n case (a | [a]): pass", "match x:\n pass"):
    try:
        compile(t, "t", "exec"); print("fine")
    except SyntaxError as e:
        print(e.msg, e.lineno, e.offset)
