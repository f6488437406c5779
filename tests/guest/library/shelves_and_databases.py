# Key-value stores in plain Python: dbm.dumb below shelve.
import dbm.dumb, os, shelve
with dbm.dumb.open("store", "c") as db:
    db[b"one"] = b"1"; db["two"] = "2"; db["\u00e9"] = b"\x00\xff" * 3
    print(sorted(db.keys()), len(db), b"one" in db, "nope" in db, db["two"], db.get("nope", b"default"))
    del db["one"]
    try: db["one"]
    except KeyError as e: print("KeyError", e)
with dbm.dumb.open("store", "r") as db:
    print(sorted(db.keys()), db["\u00e9"])
    try: db["new"] = b""
    except dbm.dumb.error as e: print(type(e).__name__, e)
try: db["two"]
except dbm.dumb.error as e: print(e)
print(sorted(n for n in os.listdir(".") if n.startswith("store")))
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"Point({self.x}, {self.y})"
with shelve.Shelf(dbm.dumb.open("shelf", "c"), writeback=True) as shelf:
    shelf["list"] = [1, 2, {"a": (None, True)}]; shelf["point"] = Point(1, 2.5)
    shelf["list"].append("late"); shelf["point"].x = 7
with shelve.Shelf(dbm.dumb.open("shelf", "r")) as shelf:
    print(sorted(shelf), shelf["list"], shelf["point"], shelf.get("none", 0))
try: dbm.dumb.open("missing", "r")
except OSError as e: print(type(e).__name__, os.path.basename(e.filename))
try: dbm.dumb.open("store", "x")
except ValueError as e: print(e)
