import json, io, decimal, enum, collections
class E(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, complex): return [o.real, o.imag]
        return super().default(o)
print(json.dumps({"z": 1 + 2j}, cls=E), json.dumps([set()], default=lambda o: sorted(o)), list(E().iterencode([1, {"a": 2j}])))
print(json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), json.loads('{"x": {"y": 1}}', object_hook=lambda d: tuple(d.items())), json.loads("[1.10, 5]", parse_float=decimal.Decimal, parse_int=lambda s: "i" + s), json.loads("NaN", parse_constant=str.lower))
class N(enum.IntEnum):
    A = 1
class S(str): pass
class D(dict): pass
class F(float):
    def __repr__(self): return "custom"
print(json.dumps([N.A, S("s"), D(a=1), F(1.5), collections.OrderedDict(z=1)]), json.dumps({"a": 1}, skipkeys=True), json.dumps({(1,): 1, "k": 2}, skipkeys=True), json.dumps([[1, [2]], {"a": [{}]}], indent="\t"))
f = io.StringIO(); json.dump({"k": [1]}, f); f.seek(0); print(json.load(f), json.dumps("é", ensure_ascii=True), json.JSONDecoder().raw_decode("1 2"), json.dumps([], indent=4), json.dumps({}, indent=1), json.dumps([1], indent=0))
try:
    E().encode(object())
except TypeError as e:
    print(str(e)[:15])
big = {str(i): [i, i / 3, {"n": None}] for i in range(300)}
print(json.loads(json.dumps(big)) == big, len(json.dumps(big, indent=1)))
