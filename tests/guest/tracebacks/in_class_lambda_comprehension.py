import traceback
def run(f):
    try:
        f()
    except Exception:
        traceback.print_exc()
class C:
    def method(self):
        return [x.nope for x in [1]]
    @property
    def p(self): return self.missing
    def __repr__(self): return 1 + ""
run(C().method)
run(lambda: C().p)
run(lambda: repr(C()))
run(lambda: {k: v for k, v in [(1, 2, 3)]})
run(lambda: sorted([1, "a"], key=lambda x: x + 1))
def gen():
    yield 1
    raise ValueError("in gen")
run(lambda: list(gen()))
class D:
    x = 1
    y = x.zz
