class A:
    def __init__(s, n): s.n = n
    def __lt__(s, o): print("lt", s.n); return s.n < o.n
    def __eq__(s, o): print("eq", s.n); return s.n == o.n
    def __hash__(s): return s.n
print(A(1) < A(2), A(1) > A(2), A(1) == A(1), A(1) != A(1))
try:
    A(1) <= A(2)
except TypeError as e:
    print(e)
class B:
    def __eq__(s, o): return NotImplemented
    def __ne__(s, o): return "ne result"
b = B()
print(b == b, b == 5, b != b)
class C:
    def __ge__(s, o): return []
    def __contains__(s, x): return [x]
    def __bool__(s): raise ValueError("bool")
print(C() >= 1, 1 <= C(), 5 in C(), 5 not in C())
for f in (lambda: not C(), lambda: C() and 1, lambda: 1 if C() else 2, lambda: C() >= 1 >= C(), lambda: [C()] == [C()]):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
class S(A):
    def __gt__(s, o): print("S.gt", s.n); return "S wins"
print(A(1) < S(2))
import operator as op
print(op.lt(1, 2), op.add(1, 2), op.itemgetter(1, 0)("ab"), op.attrgetter("real", "imag")(5), op.methodcaller("upper")("a"), op.index(True), op.contains([1], 1), op.not_(0), op.concat("a", "b"), op.iadd([1], [2]), op.attrgetter("__class__.__name__")(5), op.truth([]))
try:
    op.itemgetter()
except TypeError as e:
    print(e)
