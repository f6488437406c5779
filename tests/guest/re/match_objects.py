import re
m = re.search(r"(?P<y>\d{4})-(?P<m>\d\d)(-(\d\d))?", "on 2024-05 ok")
print(m, m.group(), m.group(0, "y", 2), m["m"], m.groups(), m.groups("none"), m.groupdict(), m.start("y"), m.end(), m.span(3), m.pos, m.endpos, m.lastindex, m.lastgroup, m.string, m.re.pattern, m.expand(r"\2/\g<y>"), m.regs)
print(re.match("b", "ab"), re.fullmatch("a+", "aaa").span(), re.match("a|ab", "ab").group(), re.fullmatch("a|ab", "ab").group(), bool(re.search("", "")))
print(re.findall(r"\w+", "a bc"), re.findall(r"(\w)(\d)", "a1 b2"), re.findall(r"(\w)\d", "a1"), [x.span() for x in re.finditer("a*", "baac")], re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c", 1), re.split("x*", "axbc"), re.escape("a.b*[c]"))
print(re.sub("a", "b", "aaa", 2), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("x*", "-", "abc"), re.subn("a", lambda m: m[0].upper(), "banana"), re.sub("(?P<n>a)", r"[\g<n>\g<0>]", "cat"), re.sub("(a)|b", r"<\1>", "ab"))
for f in (lambda: m.group(9), lambda: m["zz"], lambda: re.compile("("), lambda: re.compile("a**"), lambda: re.compile("[b-a]"), lambda: re.compile("(?P<1a>x)"), lambda: re.compile(r"\1"), lambda: re.sub("a", r"\2", "a"), lambda: re.match(5, "a"), lambda: re.match("a", 5), lambda: re.match(b"a", "a"), lambda: re.compile("(?<=a+)b"), lambda: re.compile("x{3,2}"), lambda: re.compile("[a"), lambda: re.compile("\\"), lambda: re.compile("(?z)"), lambda: re.sub("a", r"\g<q>", "a"), lambda: re.compile("*a"), lambda: re.compile("(?P<n>a)(?P<n>b)"), lambda: re.compile(")")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
