l = None
for i in range(200000):
    l = [l]
l = None
print("list chain freed")
class N:
    def __init__(self, n): self.n = n
h = None
for i in range(100000):
    h = N(h)
h = None
print("object chain freed")
t = ()
for i in range(100000): t = (t,)
t = None
d = {}
for i in range(100000): d = {1: d}
d = None
def gen(prev):
    yield prev
g = None
for i in range(20000):
    g = gen(g); next(g)
g = None
print("all freed")
class D:
    def __init__(self, o): self.o = o
    def __del__(self): pass
x = None
for i in range(50000): x = D(x)
x = None
print("with del")
