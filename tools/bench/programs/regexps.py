"""Regular expressions over a log and a small source file."""
import re
import sys

LOG = re.compile(r'(\d+\.\d+\.\d+\.\d+) - (\w+|-) \[([^\]]+)\] "(GET|POST) (\S+)[^"]*" (\d{3}) (\d+|-)')
TOKEN = re.compile(r"""
    (?P<number>\d+(?:\.\d*)?) | (?P<name>[A-Za-z_]\w*) | (?P<string>"[^"\\]*(?:\\.[^"\\]*)*")
  | (?P<comment>\#[^\n]*) | (?P<space>\s+) | (?P<operator>[-+*/%=<>!&|^~.,:;()\[\]{}]+)
""", re.VERBOSE)
EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")


def log_lines(count):
    state = 3
    for i in range(count):
        state = (state * 48271) % 2147483647
        yield '10.0.%d.%d - %s [2001-02-03 04:05:%02d] "%s /page/%d?q=%d HTTP/1.0" %d %s' % (
            state % 256, state // 256 % 256, ("-", "alice", "bob")[i % 3], i % 60,
            "GET" if i % 4 else "POST", state % 50, i, (200, 404, 500)[state % 3],
            state % 9000 or "-")


def main(size):
    status, pages = {}, {}
    for line in log_lines(size * 20):
        match = LOG.match(line)
        host, user, when, method, path, code, length = match.groups()
        status[code] = status.get(code, 0) + 1
        page = re.sub(r"\?.*$", "", path)
        pages[page] = pages.get(page, 0) + 1
    source = 'def f(x, y=1.5):  # comment\n    return g(x) + h["k\\"ey"] ** 2 >= y\n' * size
    kinds = {}
    for match in TOKEN.finditer(source):
        kinds[match.lastgroup] = kinds.get(match.lastgroup, 0) + 1
    text = "write to a.b@example.com or root@localhost.local, not to @nobody. " * size
    found = len(EMAIL.findall(text))
    words = len(re.split(r"[\s,.@]+", text))
    swapped = re.sub(r"(\w+) (to) (\w)", lambda m: m[3] + m[2] + m[1], text)
    dates = re.subn(r"(\d+)-(\d+)-(\d+)", r"\3/\2/\1", "on 2001-02-03 " * size)[1]
    loose = len(re.findall(r"(?i)(?:a|e)[^ ]*?(?=m|l)", text))
    print("regexps", sorted(status.items()), len(pages), sorted(kinds.items()),
          found, words, len(swapped), dates, loose)


main(int(sys.argv[1]) if len(sys.argv) > 1 else 13000)
