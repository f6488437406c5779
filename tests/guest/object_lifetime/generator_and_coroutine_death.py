class D:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
def g():
    a = D("a")
    try:
        yield D("yielded")
        b = D("b")
        yield
    finally:
        print("finally")
i = g(); next(i); print("next"); next(i); print("dropping"); del i; print("--")
i = g(); next(i); i.close(); print("closed, local gone"); del i; print("--")
for x in g(): break
print("loop left"); x = None; print("--")
i = g(); next(i)
try: i.throw(KeyError)
except KeyError: print("thrown")
del i; print("--")
l = list(g()); print("exhausted"); l = None; print("--")
e = (D(k).n for k in range(3)); print(next(e)); e = None; print("--")
def capture():
    d = D("captured")
    return lambda: d
f = capture(); print("made"); f = None; print("--")
async def co(): d = D("in coroutine"); await Wait()
class Wait:
    def __await__(s): yield
c = co(); c.send(None); c = None; print("--")
it = map(lambda d: d.n, [D("m1"), D("m2")]); next(it); it = None; print("--")
z = zip([D("z1")], [D("z2")]); a, b = next(z); z = None; a = None; print("pair"); b = None
