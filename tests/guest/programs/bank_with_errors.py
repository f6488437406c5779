class Insufficient(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.short = need - have
class Account:
    count = 0
    def __init__(self, owner, balance=0):
        self.owner, self._balance = owner, balance
        type(self).count += 1
    @property
    def balance(self): return self._balance
    def withdraw(self, n):
        if n > self._balance: raise Insufficient(n, self._balance)
        self._balance -= n
    def __iadd__(self, n): self._balance += n; return self
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self._balance})"
class Savings(Account):
    rate = 0.1
    def interest(self): self += round(self._balance * self.rate, 2)
a, s = Account("ann", 100), Savings("sam", 50)
a += 25; s.interest()
for acc, n in ((a, 30), (s, 500)):
    try:
        acc.withdraw(n)
    except Insufficient as e:
        print(e, e.short)
    finally:
        print(acc)
try:
    a.balance = 5
except AttributeError as e:
    print(e)
print(Account.count, Savings.count, sorted([a, s], key=lambda x: x.balance))
