import traceback
class O:
    pass
o = O(); o.a = O(); o.a.b = None
d = {"x": {"y": None}}
def f(*a): raise ValueError("f")
def t(g):
    try:
        g()
    except Exception as e:
        print("".join(traceback.format_exception(e)[2:]), end="")
def t1(): return o.a.b.c.d
def t2(): return d["x"]["y"]["z"]
def t3(): return 1 + 2 * (3 / 0) - 1
def t4(): return f(1) + f(2)
def t5(): return (1 +
                  f(2,
                    3))
def t6(): return len(5) if True else 1
def t7(): return [i / 0 for i in range(3)]
def t8(): return "é中" + o.a.b.nope
def t9(): x = -o
def t10(): o[1:2]
def t11(): o.a.b()
def t12(): f(*5)
def t13(): d["q"] += 1
def t14(): a, b = 1, 2, 3
def t15(): return o < o
def t16(): del d["zz"]
def t17(): o.a.b.c = 5
def t18(): import nope.mod
def t19():
    with o: pass
def t20():
    for x in o: pass
for g in (t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15, t16, t17, t18, t19, t20):
    t(g)
