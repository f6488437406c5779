#!/usr/bin/python3.11
"""Compares matcher_benchmark with CPython's `re` on the same work.

Usage: compare_benchmark.py path/to/matcher_benchmark

Prints, for each pattern, the time per character of both and how many times
faster than CPython the engine is. CPython's figure is that of iterating over all
matches, and so contains making the match objects.
"""
import collections
import json
import math
import random
import re
import subprocess
import sys
import tempfile
import time

from generate_vectors import Writer

source = random.Random(7)


def dna(length):
    return "".join(source.choice("acgt") for _ in range(length)).encode()


def prose(length):
    words = ("the of and Perl in that Python was his Tcl with for had not you be by which "
             "Sherlock Holmes from said have an one Watson were upon").split()
    text = " ".join(source.choice(words) + source.choice(["", "", "", ",", ".\n"])
                    for _ in range(length // 4))
    return text[:length]


def effbot(pattern):
    return pattern, 0, "x" * 2000 + " " + "Perl" + "y" * 2000 + "\n"


DNA = dna(100000)
PROSE = prose(50000)
HTML = "".join(f'<a href="/page{i}.html" class="x y">Item &amp; {i}</a><br/>\n' for i in range(500))
LOG = "".join(f"192.168.{i % 256}.{i % 100} - - [10/Oct/2000:13:55:{i % 60:02}] \"GET /a/{i} "
              f"HTTP/1.0\" 200 {i * 7}\n" for i in range(500))
RUSSIAN = PROSE[:20000].translate(str.maketrans("abcdefghijklmnopqrst", "абцдефгхийклмнопярст"))

BENCHMARKS = {
    "dna: variant": (rb"[cgt]gggtaaa|tttaccc[acg]", 0, DNA),
    "dna: variant, two sets": (rb"a[act]ggtaaa|tttacc[agt]t", 0, DNA),
    "dna: ignore case": (rb"agggtaa[cgt]|[acg]ttaccct", re.I, DNA),
    "dna: line ends": (rb">.*\n|\n", 0, b"\n".join(DNA[i:i + 60] for i in range(0, 60000, 60))),
    "effbot: Python|Perl": effbot("Python|Perl"),
    "effbot: (Python|Perl|Tcl)": effbot("(Python|Perl|Tcl)"),
    "effbot: ([0a-z][a-z0-9]*,)+": effbot("([0a-z][a-z0-9]*,)+"),
    "effbot: (?:P)erl": effbot("(?:P)erl"),
    "effbot: .*Perl": effbot(".*Perl"),
    "effbot: (.*)Perl": effbot("(.*)Perl"),
    "effbot: .*Perl.*": effbot(".*Perl.*"),
    "literal": ("Sherlock Holmes", 0, PROSE),
    "literal, ignore case": ("sherlock holmes", re.I, PROSE),
    "one of names": ("Sherlock|Holmes|Watson|Irene|Adler|John|Baker", 0, PROSE),
    "words": (r"\w+", 0, PROSE),
    "words, captured": (r"(\w+)\s+(\w+)", 0, PROSE),
    "words ending in ing|th": (r"\b\w+(?:ing|th)\b", 0, PROSE),
    "around a name": (r".{0,10}Holmes.{0,10}", 0, PROSE),
    "lines": (r"(?m)^.*$", 0, PROSE),
    "split at blanks": (r"\s+", 0, PROSE),
    "trim": (r"^\s+|\s+$", re.M, PROSE),
    "back reference": (r"\b(\w+)\s+\1\b", 0, PROSE),
    "tokenizer": (r"(?P<name>[A-Za-z_]\w*)|(?P<number>\d+(?:\.\d*)?)|(?P<op>[+*/().,-])|"
                  r"(?P<space>\s+)", 0, PROSE),
    "tags": (r"<(\w+)([^>]*)>", 0, HTML),
    "attributes": (r"(\w+)=\"([^\"]*)\"", 0, HTML),
    "lazy tags": (r"<a .*?>(.*?)</a>", 0, HTML),
    "entities": (r"&(\w+);", 0, HTML),
    "log lines": (r"(\d+\.\d+\.\d+\.\d+) - - \[([^\]]+)\] \"(\w+) ([^\" ]+)[^\"]*\" (\d+) (\d+)",
                  0, LOG),
    "addresses": (r"(?:\d{1,3}\.){3}\d{1,3}", 0, LOG),
    "quoted strings": (r'"(?:[^"\\]|\\.)*"', 0, LOG),
    "csv fields": (r"([^,\n]*)(?:,|\n|$)", 0, PROSE),
    "nested choice": (r"(?:a|e|i|o|u|[b-d]|[f-h])+", 0, PROSE),
    "look-ahead": (r"\w+(?=,)", 0, PROSE),
    "look-behind": (r"(?<=, )\w+", 0, PROSE),
    "json string chunk": (r'(.*?)(["\\\x00-\x1f])', re.S, LOG),
    "cyrillic words": (r"\w+", 0, RUSSIAN),
    "cyrillic set": (r"[а-я]+", 0, RUSSIAN),
    "cyrillic, ignore case": (r"холмес|шерлоцк", re.I, RUSSIAN),
    "exponential, small": (r"(?:a+)+b", 0, "aaaaaaaaaaaaaac" * 3),
}


def cpython_seconds(pattern, text):
    best = math.inf
    deadline = time.perf_counter() + 0.3
    rounds = 1
    while time.perf_counter() < deadline:
        start = time.perf_counter()
        for _ in range(rounds):
            collections.deque(pattern.finditer(text), maxlen=0)
        spent = time.perf_counter() - start
        best = min(best, spent / rounds)
        if spent < 0.01:
            rounds *= 2
    return best


def main():
    lines, peers = [], []
    for pattern, flags, text in BENCHMARKS.values():
        compiled = re.compile(pattern, flags)
        code = re._compiler._code(re._parser.parse(pattern, flags), flags)
        lines.append(f"P {compiled.groups} {Writer.pack(code)}")
        codes = [ord(c) for c in text] if isinstance(text, str) else list(text)
        width = 1 if max(codes) < 256 else 2
        count = sum(1 for _ in compiled.finditer(text))
        shown = ",".join(f"{c:x}" for c in codes)
        lines.append(f"T {width} {shown} i 0 {len(text)} {count}")
        peers.append(cpython_seconds(compiled, text))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        output = subprocess.run([sys.argv[1], file.name, "--benchmark_format=json",
                                 "--benchmark_min_time=0.1"], check=True, capture_output=True)
    product = 1.0
    for name, peer, run in zip(BENCHMARKS, peers, json.loads(output.stdout)["benchmarks"]):
        if run.get("error_occurred"):
            print(f"{name:30} {run['error_message']}")
            continue
        ours = run["real_time"] * 1e-9
        size = len(BENCHMARKS[name][2])
        product *= peer / ours
        print(f"{name:30} {ours / size * 1e9:8.2f} ns  CPython {peer / size * 1e9:8.2f} ns "
              f"{peer / ours:7.2f}x")
    print(f"geometric mean {product ** (1 / len(peers)):.2f}x")


if __name__ == "__main__":
    main()
