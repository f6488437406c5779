import re
s = "a" * 5000 + "b"
print(re.match("(a|b)*$", s).end(), re.match("(?:a)*b", s).end(), re.search("(a+)+b", s).end(), re.match("a*?b", s).end(), re.search("(?s).*(b)", s).span(1), len(re.findall("a", s)), re.sub("a+", "x", s), re.match("(?:a|b)+?$", s).end(), re.search("(x+x+)+y", "x" * 15 + "z"), re.match(r"(?:(a)|b)*", "ab" * 2000).span(1))
text = "The quick brown fox jumps over the lazy dog. " * 100
print(len(re.findall(r"\b\w{5}\b", text)), len(re.split(r"\s+", text)), sum(len(m[0]) for m in re.finditer(r"[aeiou]\w", text)), len(re.sub(r"(\w+) (\w+)", r"\2 \1", text)), re.search(r"dog\. $", text).start(), re.search("(?i)THE LAZY", text).start())
print(re.match("a{0,65535}", "aaa").end(), re.search("((a{1,2}){1,2}){2}", "aaaaaaaa").groups(), re.match("(?:" + "|".join(f"w{i}" for i in range(300)) + ")$", "w299").group())
