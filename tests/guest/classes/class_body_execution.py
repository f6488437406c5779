print("before")
class A:
    print("in body", __name__, __qualname__, __module__)
    for i in range(3):
        locals()[f"f{i}"] = i
    if i > 1:
        flag = True
    def g(self): return self.f2
    class Inner:
        print("inner", __qualname__)
        v = 1
    try:
        1 / 0
    except ZeroDivisionError:
        caught = True
print(A.i, A.f0, A.flag, A().g(), A.Inner.v, A.caught, A.Inner.__qualname__)
def make(base, n):
    class D(base):
        val = n
        def get(self): return n, self.val
    return D
X, Y = make(A, 1), make(int, 2)
print(X().get(), Y(5).get(), Y(5) + 1, X.__qualname__, X is not Y)
