#!/usr/bin/python3.11
"""Writes matcher_vectors.txt: what CPython 3.11's `re` says to many patterns.

Usage: generate_vectors.py [--random COUNT] [--seed SEED] > matcher_vectors.txt

Lines, fields separated by blanks:
  P groups word...                   a pattern's code array (hexadecimal);
                                     r*n is the word r, n times
  T width text method position end answer...
      text: its characters in hexadecimal, joined by commas ("-": empty)
      method: m match, f fullmatch, s search; the answer is 0 or
              1 last_index start stop (group 0) start stop (group 1) ...
      method: i finditer; the answer is start stop of each match
"""
import argparse
import ast
import itertools
import random
import re
import signal
import sys
import warnings

sys.path.insert(0, "/usr/lib/python3.11")
warnings.simplefilter("ignore")

TEST_FOLDER = "/usr/lib/python3.11/test"
FLAG_NAMES = {name: getattr(re, name) for name in dir(re) if name.isupper() and len(name) < 11}


def harvest_re_tests():
    names = {}
    with open(f"{TEST_FOLDER}/re_tests.py", encoding="utf-8") as file:
        exec(file.read(), names)
    for pattern, subject, *_ in names["tests"]:
        yield pattern, 0, subject
    for pattern, subject in names["benchmarks"]:
        yield pattern, 0, "x" * 40 + subject + "y" * 20


def harvest_test_re():
    """Every re.function(literal, ..., literal) of test_re.py."""
    with open(f"{TEST_FOLDER}/test_re.py", encoding="utf-8") as file:
        tree = ast.parse(file.read())
    subject_place = {"match": 1, "search": 1, "fullmatch": 1, "findall": 1, "finditer": 1,
                     "split": 1, "sub": 2, "subn": 2}

    def value(node):
        return eval(compile(ast.Expression(node), "", "eval"), {"re": re, **FLAG_NAMES})

    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        place = subject_place.get(node.func.attr)
        if place is None or len(node.args) <= place:
            continue
        try:
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
                pattern, subject = value(node.args[0]), value(node.args[place])
                flags = value(node.args[place + 1]) if len(node.args) > place + 1 else 0
            elif isinstance(node.func.value, ast.Call):  # re.compile(p).match(s)
                arguments = node.func.value.args
                pattern, subject = value(arguments[0]), value(node.args[0])
                flags = value(arguments[1]) if len(arguments) > 1 else 0
            else:
                continue
            for keyword in node.keywords:
                if keyword.arg == "flags":
                    flags = value(keyword.value)
        except Exception:
            continue
        if isinstance(pattern, (str, bytes)) and isinstance(subject, (str, bytes, bytearray)):
            if len(subject) <= 60:
                yield pattern, int(flags), subject


HANDMADE = [
    (r"(?:a|ab)(?:c|bcd)(d*)", 0, "abcd"),
    (r"(a+|b+|c+)*x", 0, "aabbccaabx"),
    (r"(?:(a)|(b)|(c))+", 0, "abcab"),
    (r"(?:(a)|(b)|(c))+?$", 0, "abcab"),
    (r"((a)|b){2,4}?c", 0, "ababac"),
    (r"(?:(a?)|b){3,}", 0, "aab"),
    (r"(?:a?)*?y", 0, "aaay"),
    (r"(a?)*", 0, "aaab"),
    (r"(a*)*?b", 0, "aaab"),
    (r"(a*)+", 0, "b"),
    (r"(?:(a*)|b)*c", 0, "aabac"),
    (r"((?:a|b){0,3}){2}x", 0, "ababax"),
    (r"(?>a+|b)c", 0, "aac bc"),
    (r"(?>(a|ab))(c|bc)", 0, "abc ac"),
    (r"a++a", 0, "aaaa"),
    (r"[ab]*+b", 0, "abab"),
    (r"(?:ab)*+c", 0, "ababc"),
    (r"(?:ab){2,3}+(ab)?", 0, "abababab"),
    (r"(?:(a)b)*+(c)?", 0, "ababc"),
    (r"(?=(a+))\1b", 0, "aaab"),
    (r"(?=(a+))a*b\1", 0, "baaabac"),
    (r"(?!(a))(?:b|(c))", 0, "acb"),
    (r"(?<=(ab))c|(?<!b)c", 0, "abc c"),
    (r"(?:(?=(x))x|y)+", 0, "xyxyy"),
    (r"(?:(?!(x)y)x|y)+z", 0, "yxxyxz"),
    (r"(a)?(?(1)b|c)", 0, "ab c b"),
    (r"(a)?(?(1)\W)", 0, "a- b"),
    (r"(?:(a)?b(?(1)c|d))+", 0, "abcbdabc"),
    (r"(\w+)\s\1", re.I, "Hello hELLO"),
    (r"([a-zà-þ]+)\1", re.I, "ÀÉàé"),
    (r"(?i)straße|STRASSE|ſ|k", 0, "Straße STRASSE S K K"),
    (r"[^\W\d_]+", 0, "abc9_Дфг٣"),
    (r"\d+\s\d+", 0, "12 34\u2003٣٤"),
    (r"(?a)\w+\W", 0, "abcéd"),
    (r"\b\w+\b", 0, "one two_three f\xfcr"),
    (r"\B.\B", 0, "abc de"),
    (r"^.*$", re.M, "one\ntwo\n\nthree"),
    (r"^", re.M, "a\nb\n"),
    (r"$", re.M, "a\nb\n"),
    (r"$", 0, "a\nb\n"),
    (r"\Z", 0, "a\nb\n"),
    (r"^a|b$", 0, "a\nb\n"),
    (r"\Aa*|b", 0, "aab"),
    (r".*", 0, "ab\ncd"),
    (r".*?", 0, "ab\ncd"),
    (r"(?s).+b", 0, "a\nb\ncab"),
    (r"(.*)x(.*)", 0, "axbxc"),
    (r"(.*?)x(.*?)", 0, "axbxc"),
    (r"a*?", 0, "aab"),
    (r"(?:)", 0, "abc"),
    (r"", 0, ""),
    (r"|a", 0, "aab"),
    (r"a|", 0, "aab"),
    (r"x*", 0, "-x-"),
    (r"\w{2,3}?\d", 0, "abc1 ab12"),
    (r"[a-f]{2,}g", 0, "abcgg abcdefg"),
    (r"a{0}b", 0, "ab"),
    (r"(?:ab){0}c", 0, "abc"),
    (r"(a){0}b", 0, "ab"),
    (r"(?:a{2}){3}", 0, "aaaaaaaa"),
    (r"[cgt]gggtaaa|tttaccc[acg]", 0, "agggtaaacgggtaaatttacccgg"),
    (r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven", 0, "tenine sevenine fivelevenx"),
    (r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven)+$", 0, "tennineseven"),
    (r"abcabcabd", 0, "abcabcabcabcabd"),
    (r"(abc)abd", 0, "abcabcabd"),
    (r"Дом|дым", 0, "Это дым, Дом"),
    (r"(?i)дом", 0, "ДОМ дом"),
    (r"[Ѐ-ӿ]+", 0, "abc Привет"),
    (r"[^a-z]+", 0, "abc Привет"),
    (r"[\U0001f600-\U0001f64f]", 0, "a\U0001f600b"),
    (r"\U0001f600+", 0, "a\U0001f600\U0001f600"),
    (r"é", 0, "e\u0301é"),
    (rb"[\x80-\xff]+", 0, b"ab\x80\xff\x00"),
    (rb"(?L)\w+", 0, b"ab\xe9 c"),
    (rb"(?iL)aB[c-e]", 0, b"ABD abC"),
    (rb"(?iL)(a)\1", 0, b"aA"),
    (rb"(?i)[^a]b", 0, b"aBcB"),
    (rb"(?:(a)|b)*", 0, b"abba"),
    (r"(?!)", 0, "abc"),
    (r"a(?!)|b", 0, "ab"),
    (r"(?<!a)b|(?<=ab)c", 0, "babc"),
    (r"(?<=^a)b", 0, "abab"),
    (r"((((((((((a))))))))))\10", 0, "aa"),
    (r"(?P<x>a)(?P=x)(?P<y>b)?", 0, "aab"),
    (r"<(\w+)[^>]*>.*?</\1>", re.S, "<a href=1>x<b>y</b>\n</a>"),
    (r"\"(?:[^\"\\]|\\.)*\"", 0, 'say "a\\"b" now'),
    (r"(?:\d{1,3}\.){3}\d{1,3}", 0, "at 192.168.0.1:80"),
    (r"(\d+)(?:px|em)(?=\s|$)", 0, "10px 20em 3pxx"),
    (r"[a-z]+@[a-z]+\.(?:com|org)", 0, "mail a@b.com, cd@ef.org!"),
    (r"(a|b)*abb", 0, "ababbaabb"),
    (r"(?:a|b|c|d|e|f|g|h|i|j)+k", 0, "abcdefghijk"),
    (r"([ab]*?)(?=(b)?)abc", 0, "ababc"),
    (r"(?i:a)b(?-i:C)", re.I, "AbC ABc"),
    (r"\s*(.*?)\s*$", 0, "  trim me  "),
    (r"[^x]*$", 0, "axb\n"),
    (r"a*$", 0, "aab aa\n"),
    (r"(?m)a*$", 0, "aa\nab\na"),
    (r"\d*\.\d+|\d+", 0, "1.5 .5 10"),
    (r"(\U0001f600[^\U0001f600\s]+)([^a])", re.I | re.A, "\U0001f600a\U0001f600"),
    (r"(?:x|(?:y|z)w)*?q", 0, "xywzwq"),
]

ALPHABETS = ["ab", "abc", "aAbB", "ab\n", "aé", "aДд", "ab\U0001f600", "a1_ -"]


class Maker:
    """Makes random patterns that stay cheap to match."""

    def __init__(self, source):
        self.source = source

    def pick(self, *choices):
        return self.source.choice(choices)

    def make(self):
        self.alphabet = self.source.choice(ALPHABETS)
        self.groups = 0
        self.open = []
        flags = 0
        for flag in (re.I, re.M, re.S, re.A):
            if self.source.random() < 0.15:
                flags |= flag
        return self.alternatives(3), flags

    def alternatives(self, depth):
        count = self.pick(1, 1, 1, 2, 3) if depth < 3 else self.pick(1, 1, 2)
        return "|".join(self.sequence(depth) for _ in range(count))

    def sequence(self, depth):
        return "".join(self.quantified(depth) for _ in range(self.pick(0, 1, 1, 2, 2, 3)))

    def quantified(self, depth):
        atom, repeatable = self.atom(depth)
        if not repeatable or self.source.random() < 0.5:
            return atom
        quantifier = self.pick("*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}")
        suffix = self.pick("", "", "", "?", "?", "+")
        if suffix == "+" and len(atom) > 3:
            suffix = ""
        return atom + quantifier + suffix

    def character(self):
        return re.escape(self.source.choice(self.alphabet))

    def atom(self, depth):
        kind = self.source.random()
        if depth == 0 or kind < 0.45:
            return self.pick(self.character(), self.character(), self.character(),
                             ".", self.charset(), self.charset(), r"\w", r"\d", r"\W"), True
        if kind < 0.5:
            return self.pick("^", "$", r"\b", r"\B", r"\A", r"\Z"), False
        if kind < 0.57 and self.groups:
            closed = [g for g in range(1, self.groups + 1) if g not in self.open]
            if closed:
                group = self.source.choice(closed)
                if self.source.random() < 0.6:
                    return f"\\{group}(?:)", False
                return f"(?({group}){self.sequence(depth - 1)}|{self.sequence(depth - 1)})", True
        if kind < 0.8:
            self.groups += 1
            group = self.groups
            self.open.append(group)
            text = f"({self.alternatives(depth - 1)})"
            self.open.remove(group)
            return text, True
        if kind < 0.88:
            return f"(?:{self.alternatives(depth - 1)})", True
        if kind < 0.92:
            return f"(?>{self.alternatives(depth - 1)})", True
        if kind < 0.97:
            return f"(?{self.pick('=', '!')}{self.alternatives(depth - 1)})", False
        return f"(?{self.pick('<=', '<!')}{self.character()})", False

    def charset(self):
        members = "".join(self.pick(self.character(), self.character(), r"\d", r"\s")
                          for _ in range(self.pick(1, 2, 3)))
        return f"[{self.pick('', '', '^')}{members}]"

    def subjects(self):
        for _ in range(3):
            length = self.source.randrange(0, 11)
            yield "".join(self.source.choice(self.alphabet) for _ in range(length))


class Timeout(Exception):
    pass


def on_alarm(*_):
    raise Timeout


class Writer:
    def __init__(self):
        self.lines = []
        self.patterns = 0
        self.last = None

    def add(self, pattern, flags, subject, methods="mfsi"):
        if isinstance(pattern, str) != isinstance(subject, str):
            return
        if isinstance(pattern, str) and "(?a:" in pattern and "(?u:" in pattern:
            return  # 3.11's search trusts a wrong set of first characters here
        try:
            compiled = re.compile(pattern, flags)
            code = re._compiler._code(re._parser.parse(pattern, flags), flags)
        except (re.error, OverflowError, ValueError, RecursionError):
            return
        tests = []
        for method in methods:
            for position, end in self.stretches(len(subject), method):
                test = self.run(compiled, subject, method, position, end)
                if test is None:
                    return
                tests.append(test)
        line = f"P {compiled.groups} {self.pack(code)}"
        if line != self.last:
            self.lines.append(line)
            self.patterns += 1
        self.last = line
        self.lines += tests

    @staticmethod
    def stretches(length, method):
        yield 0, length
        if length > 1 and method in "si":
            yield 1, length - 1

    @staticmethod
    def pack(code):
        words = []
        for word, run in itertools.groupby(code):
            count = len(list(run))
            words += [f"{word:x}*{count}"] if count > 3 else [f"{word:x}"] * count
        return " ".join(words)

    @staticmethod
    def run(compiled, subject, method, position, end):
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        try:
            if method == "i":
                answer = [str(x) for m in compiled.finditer(subject, position, end) for x in m.span()]
            else:
                function = {"m": compiled.match, "f": compiled.fullmatch, "s": compiled.search}[method]
                match = function(subject, position, end)
                answer = ["0"]
                if match:
                    answer = ["1", str(match.lastindex or 0)]
                    answer += [str(x) for span in match.regs for x in span]
        except (Timeout, SystemError):
            return None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        codes = [ord(c) for c in subject] if isinstance(subject, str) else list(subject)
        top = max(codes, default=0)
        width = 1 if top < 256 else 2 if top < 65536 else 4
        text = ",".join(f"{c:x}" for c in codes) or "-"
        return f"T {width} {text} {method} {position} {end} {' '.join(answer)}".rstrip()

    def finish(self, out):
        for line in self.lines:
            out.write(line + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--random", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, on_alarm)
    writer = Writer()
    if options.seed == 1:
        for pattern, flags, subject in HANDMADE:
            writer.add(pattern, flags, subject)
        for pattern, flags, subject in harvest_re_tests():
            writer.add(pattern, flags, subject, "msi")
        for pattern, flags, subject in harvest_test_re():
            writer.add(pattern, flags, subject)
    maker = Maker(random.Random(options.seed))
    for _ in range(options.random):
        pattern, flags = maker.make()
        for subject in maker.subjects():
            writer.add(pattern, flags, subject)
    writer.finish(sys.stdout)
    print(f"{writer.patterns} patterns", file=sys.stderr)


if __name__ == "__main__":
    main()
