def account(balance):
    def deposit(n):
        nonlocal balance
        balance += n
        return balance
    def withdraw(n):
        nonlocal balance
        if n > balance:
            raise ValueError(f"only {balance}")
        balance -= n
        return balance
    return deposit, withdraw
d, w = account(10)
d2, w2 = account(100)
print(d(5), w(3), d2(1), w2(50), d(0))
try:
    w(1000)
except ValueError as e:
    print(e)
def a(x):
    def b(y):
        def c(z):
            nonlocal x
            x += y + z
            return x
        return c
    return b
c = a(1)(2)
print(c(3), c(3), a.__code__.co_cellvars)
def arg_cell(p, *q, r=0, **s):
    return lambda: (p, q, r, s)
print(arg_cell(1, 2, 3, r=4, t=5)())
