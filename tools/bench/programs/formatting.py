"""Text from values: %, str.format, f-strings, repr and join."""
import sys


def main(size):
    length = 0
    for i in range(size):
        x = i * 0.37 - 1000
        length += len("%d %5.2f %s %r %05x %-8s|" % (i, x, "abc", "d'e", i, i))
        length += len("{} {:>8} {:.3e} {name!r}".format(i, "right", x, name="n"))
        length += len(f"{i:,} {x:+.1f} {i:#b} {'mid':^9} {x!s} {i % 7 = }")
        length += len(f"{i}:{i + 1}:{i * 2}") + len(str(i)) + len(repr(x))
        length += len(", ".join([str(i), "é", f"{i:o}"])) + len(str([i, x, "s", None]))
        length += len(str({"k": i, "t": (i,)})) + len(hex(i)) + len(format(x, "12.4f"))
    print("formatting", length)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 200000)
