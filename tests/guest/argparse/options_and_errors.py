import argparse, sys
p = argparse.ArgumentParser(prog="prog", description="Does things.", epilog="Bye.")
p.add_argument("file", help="the file"); p.add_argument("rest", nargs="*")
p.add_argument("-v", "--verbose", action="count", default=0); p.add_argument("-n", "--num", type=int, default=3, metavar="N", help="count (default: %(default)s)")
p.add_argument("--mode", choices=["a", "b"]); p.add_argument("--flag", action=argparse.BooleanOptionalAction); p.add_argument("-x", action="append")
g = p.add_mutually_exclusive_group(); g.add_argument("--one", action="store_true"); g.add_argument("--two", action="store_const", const=2)
print(p.parse_args(["f", "a", "b", "-vv", "-n5", "--mode=b", "--no-flag", "-x", "1", "-x2", "--one"]))
print(p.parse_known_args(["f", "--unknown", "-n", "1"]), p.parse_args(["--", "-f"]).file)
print(p.format_help()); print(p.format_usage())
for a in ([], ["f", "-n", "x"], ["f", "--mode", "c"], ["f", "--one", "--two"], ["f", "--nope"], ["f", "-x"]):
    try:
        p.parse_args(a)
    except SystemExit as e:
        print("exit", e.code)
s = argparse.ArgumentParser(prog="sub"); sp = s.add_subparsers(dest="cmd", required=True)
a = sp.add_parser("add", help="adds"); a.add_argument("n", type=int, nargs="+"); a.set_defaults(func=sum)
r = s.parse_args(["add", "1", "2"]); print(r.cmd, r.func(r.n))
try:
    s.parse_args([])
except SystemExit as e:
    print(e.code)
