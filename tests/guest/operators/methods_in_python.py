"""Comparison, membership and item assignment by special methods written in Python."""
import sys, traceback
class A:
    def __init__(s, v): s.v = v
    def __eq__(s, o):
        if not isinstance(o, A): return NotImplemented
        print('eq', s.v, o.v); return s.v == o.v
    def __lt__(s, o):
        if not isinstance(o, A): return NotImplemented
        return s.v < o.v
    def __contains__(s, o):
        if o == 'boom': raise ValueError('x')
        return o
    def __setitem__(s, k, v):
        if k == 'boom': raise KeyError(k)
        s.v = (k, v)
    def __bool__(s): return False
    def __del__(s): print('del', s.v if isinstance(s.v, int) else s.v[0])
class B(A):
    def __eq__(s, o): print('B.eq'); return NotImplemented
    def __gt__(s, o): print("B.gt"); return "yes"
class R:
    def __le__(s, o): return []
    def __ge__(s, o): return A(9)
a, b = A(1), B(2)
print(a == b, b == a, a != b, a < b, b < a, a == 1, 1 == a, a is a)
if a == A(1): print('same')
if not (A(3) == A(4)): print('other')
try: a < 1
except TypeError as e: print(e)
try:
    if a <= 1: pass
except TypeError as e: print(e)
try:
    if a > 3: pass
except TypeError as e: print(e)
try: 'boom' in a
except ValueError as e: print(e, e.__traceback__.tb_next.tb_lineno)
print(1 in a, 0 in a, [] not in a, 'x' in A(5))
a[1] = 2
A(7)['k'] = A(8)
try: a['boom'] = A(10)
except KeyError as e: print(e); traceback.print_exc(file=sys.stdout)
r = R()
if r <= 1: print('no')
else: print('empty')
if r >= 1: print('no')
print(r <= 2, type(r >= 1).__name__)
class Deep:
    def __eq__(s, o): return s == o
try: Deep() == Deep()
except RecursionError as e: print('recursion', e)
class Deep2:
    def __contains__(s, o): return o in s
try: 1 in Deep2()
except RecursionError as e: print('recursion', e)
def tracer(frame, event, arg):
    print(event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno)
    return tracer
def traced():
    x = A(1) == A(2)
    if A(1) != 4: pass
    y = 3 in A(1)
    A(4)[1] = 2
    return x
sys.settrace(tracer); traced(); sys.settrace(None)
