# stdin: 'first line\nsecond\nlast'
import sys, io
print(1, "a", None, [1], sep="-", end="!\n")
print(); print("", ""); print(*range(3), sep=", "); print("x", sep=None, end=None)
print("to stderr", file=sys.stderr)
b = io.StringIO()
print("a", 1, file=b, flush=True)
print(repr(b.getvalue()))
print(input("prompt> "), input(), repr(input()))
try:
    input()
except EOFError as e:
    print(repr(e))
for f in (lambda: print(sep=5), lambda: print(end=5), lambda: print(file=5), lambda: print(1, foo=2)):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
class S:
    def __str__(self): raise ValueError("no str")
try:
    print("before", S(), "after")
except ValueError as e:
    print("|", e)
class W:
    def write(self, s): sys.stdout.write(f"<{s}>")
print("p", 2, file=W()); print()
old = sys.stdout
sys.stdout = None
print("nowhere")
sys.stdout = old
print("back")
