def f(a, acc=[]):
    acc.append(a)
    return acc
print(f(1), f(2), f(3, []), f(4), f.__defaults__)
def g(x=print("default evaluated")): return x
g(); g()
n = 1
def h(v=n): return v
n = 2
print(h(), h.__defaults__)
h.__defaults__ = (99,)
print(h())
h.__defaults__ = None
try:
    h()
except TypeError as e:
    print(e)
def k(*, a=1, b): return a, b
print(k.__kwdefaults__, k(b=2))
k.__kwdefaults__ = {"b": 7, "a": 8}
print(k())
