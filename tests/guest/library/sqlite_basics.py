import sqlite3
c = sqlite3.connect(":memory:"); c.execute("create table t (id integer primary key, name text, v real, b blob)")
c.executemany("insert into t (name, v, b) values (?, ?, ?)", [("a", 1.5, b"x"), ("b", None, None), ("é", 2**40, b"\0")]); c.commit()
print(c.execute("select * from t order by id").fetchall(), c.execute("select count(*), sum(v) from t").fetchone(), c.total_changes)
c.row_factory = sqlite3.Row; r = c.execute("select * from t where name = :n", {"n": "a"}).fetchone(); print(r["name"], r.keys(), tuple(r), len(r))
c.create_function("twice", 1, lambda x: x * 2); print(c.execute("select twice(21), upper('x'), typeof(1.5)").fetchone()[:3])
class Agg:
    def __init__(self): self.n = 0
    def step(self, x): self.n += x or 0
    def finalize(self): return self.n
c.create_aggregate("mysum", 1, Agg); print(c.execute("select mysum(v) from t").fetchone()[0])
try:
    with c: c.execute("insert into t values (1, 'dup', 0, null)")
except sqlite3.IntegrityError as e: print(e)
for q, a in (("selec", ()), ("select ?", ()), ("select ?", ([],)), ("select * from nope", ())):
    try: c.execute(q, a)
    except Exception as e: print(type(e).__name__, e)
cur = c.cursor(); cur.execute("insert into t (name) values ('z')"); print(cur.lastrowid, cur.rowcount, [d[0] for d in c.execute("select id, name from t").description], [x["id"] for x in c.execute("select id from t")], c.in_transaction); c.rollback(); print(c.execute("select count(*) from t").fetchone()[0]); c.close()
try: c.execute("select 1")
except sqlite3.ProgrammingError as e: print(e)
