import re
tests = [(r"a{2,3}?", "aaaa"), (r"(a|b)*c", "ababc"), (r"(?:x)(y)?", "x"), (r"^b", "a\nb"), (r"(?m)^b$", "a\nb\nc"), (r"(?s)a.b", "a\nb"), (r"a.b", "a\nb"), (r"(?i)STRASSE|é", "É"), (r"(?x) a  b # c", "ab"), (r"\bfoo\b", "a foo."), (r"\Bo", "foo"), (r"(?=ab)a", "ab"), (r"a(?!b)", "abac"), (r"(?<=a)b", "ab"), (r"(?<!a)b", "abcb"), (r"(a)(?(1)b|c)", "ab"), (r"(a)?(?(1)b|c)", "c"), (r"[^\W\d_]+", "12ab_"), (r"[]a]+", "]a"), (r"[a\-z]+", "a-z"), (r"\d+", "٣٤5"), (r"(?a)\d+", "٣5"), (r"\A\s*\Z", " \n"), (r"(.)\1", "abba"), (r"(?P<q>['\"]).*?(?P=q)", "x'a\"b'"), (r"a++b", "aaab"), (r"a++a", "aaa"), (r"(?>a+)b", "aab"), (r"(?>a|ab)c", "abc"), (r"x*", ""), (r"(?i:a)b", "Ab"), (r"(?-i:a)", "A"), (r"[\u4e00-\u9fff]", "a中"), (r"\N{SNOWMAN}", "☃"), (r"(a*)*", "aa"), (r"(a*)+b", "aab"), (r"(?:a?){3}a{3}", "aaa"), (r"$", "a\n"), (r"\x41\101\u0041", "AAA"), (r"[[:a]", "["), (r"(|a)+", "aa"), (r"((a)|b)+", "ab")]
import warnings
warnings.simplefilter("ignore")
for p, s in tests:
    m = re.search(p, s)
    print(p, "|", ascii(s), "->", m and (m.span(), m.groups()))
