import csv, io, configparser
rows = [["a", 1, None], ['q"uote', "com,ma", "new\nline"], [" sp ", 2.5, ""]]
f = io.StringIO(); w = csv.writer(f); w.writerows(rows); print(repr(f.getvalue())); f.seek(0); print(list(csv.reader(f)))
for kw in ({"quoting": csv.QUOTE_ALL}, {"quoting": csv.QUOTE_NONNUMERIC}, {"delimiter": "\t"}, {"quotechar": "'", "lineterminator": "\n"}, {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}):
    f = io.StringIO(); csv.writer(f, **kw).writerows(rows); print(repr(f.getvalue()))
f = io.StringIO(); d = csv.DictWriter(f, ["x", "y"]); d.writeheader(); d.writerow({"x": 1, "y": 2}); f.seek(0); print(list(csv.DictReader(f)), csv.list_dialects(), csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter)
for g in (lambda: d.writerow({"z": 1}), lambda: csv.writer(5), lambda: list(csv.reader(["a\0b"])), lambda: list(csv.reader(['"abc'], strict=True)), lambda: csv.reader([], delimiter="ab"), lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"]), lambda: next(csv.reader([5]))):
    try: print(g())
    except Exception as e: print(type(e).__name__, e)
c = configparser.ConfigParser(); c.read_string("[DEFAULT]\nbase = /x\n[s1]\npath = %(base)s/y\nn = 5\nflag = yes\nmulti = a\n  b\n; comment\n[s2]\nk : v\n")
print(c.sections(), c["s1"]["path"], c.getint("s1", "n"), c["s1"].getboolean("flag"), c["s1"]["multi"], c.get("s2", "nope", fallback="fb"), dict(c["s2"]), "s3" in c)
for g in (lambda: c["s3"], lambda: c.get("s1", "zz"), lambda: c.read_string("junk"), lambda: c.getint("s1", "flag"), lambda: c.add_section("s1")):
    try: g()
    except Exception as e: print(type(e).__name__, e)
o = io.StringIO(); c["new"] = {"a": "1"}; c.write(o); print(o.getvalue())
