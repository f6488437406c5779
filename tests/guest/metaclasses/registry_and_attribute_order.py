class Field:
    count = 0
    def __init__(self, kind): self.kind = kind; Field.count += 1; self.order = Field.count
class Meta(type):
    def __new__(m, name, bases, ns):
        fields = [(n, v) for n, v in ns.items() if isinstance(v, Field)]
        for n, _ in fields: del ns[n]
        c = super().__new__(m, name, bases, ns)
        c._fields = [f for b in reversed(c.__mro__[1:]) for f in getattr(b, "_own", [])] + fields
        c._own = fields
        return c
    def __iter__(c): return iter(n for n, _ in c._fields)
    def __len__(c): return len(c._fields)
    def __getitem__(c, n): return dict(c._fields)[n].kind
    def __or__(c, o): return Meta(f"{c.__name__}Or{o.__name__}", (c, o), {})
class Model(metaclass=Meta):
    def __init__(self, *a):
        for (n, f), v in zip(self._fields, a):
            if not isinstance(v, f.kind): raise TypeError(f"{n}: {v!r} is no {f.kind.__name__}")
            setattr(self, n, v)
class User(Model): name = Field(str); age = Field(int)
class Tagged(Model): tag = Field(str)
class Admin(User): level = Field(int)
Both = User | Tagged
print(list(User), list(Admin), len(Both), User["age"], Both.__name__, [c.__name__ for c in Both.__mro__], vars(Admin("ann", 5, 9)), hasattr(User, "name"))
try: User("x", "y")
except TypeError as e: print(e)
try: User["zz"]
except KeyError as e: print(repr(e))
