"""Highlighting: many lexers on one text each, formatters, styles, filters, guessing."""

import hashlib
import inspect
import json
import textwrap

import pygments
from pygments import highlight, lex
from pygments.formatters import HtmlFormatter, LatexFormatter, NullFormatter, RawTokenFormatter, SvgFormatter, Terminal256Formatter, TerminalFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name, guess_lexer, guess_lexer_for_filename
from pygments.styles import get_all_styles

SAMPLES = {
    "python": inspect.getsource(textwrap) + 'f"{x!r:>{width}} {{}}" + rb"\\x" # ü\n@d\nasync def f(): await x\n',
    "c": '#include <stdio.h>\n/* note */ int main(void) { return printf("%d\\n", 0x1F + 3.5e2f); } // end\n',
    "c++": "template <typename T> class A : public B<T> { auto f() const -> int { return 1'000; } };\n",
    "java": "@Override public static void main(String[] args) { int x = 0b101; /** doc */ }\n",
    "javascript": "const f = async (x) => { return `a${x + 1}b` ?? /re[g]ex/gi.test(x); }; // c\n",
    "html": "<!doctype html><p class='a'>x &amp; y<script>var a = 1 < 2;</script><style>p { color: #fff }</style></p>\n",
    "css": "@media print { a:hover > b.c#d[e=f]::before { margin: -1.5em auto !important } }\n",
    "json": json.dumps({"a": [1, 2.5e3, None, True, "x\u2603"], "b": {"c": "\n"}}, indent=2) + "\n",
    "yaml": "a: &x\n  - 1\n  - 'two'\nb: *x\nc: |\n  text\n  more\n# end\n",
    "bash": "#!/bin/bash\nfor i in $(seq 1 ${N:-3}); do echo \"$i\" | grep -v 'x' >> out; done\n",
    "sql": "SELECT a.*, COUNT(*) FROM t AS a LEFT JOIN u ON a.id = u.id WHERE x LIKE '%y' -- c\nGROUP BY 1;\n",
    "rust": "fn main() { let mut x: Vec<&'static str> = vec![\"a\"]; println!(\"{:?}\", x); } /* /* nested */ */\n",
    "go": "package main\nfunc f(c chan<- int) (err error) { defer close(c); x := `raw`; return nil }\n",
    "haskell": "module M where\nf :: Int -> [a]\nf x | x > 0 = [y | y <- ys] -- note\n    | otherwise = []\n",
    "ruby": "class A < B\n  def f(x) = x.map { |y| \"#{y}\" }\n  %w[a b]\n  <<~X\n    t\n  X\nend\n",
    "perl": "my %h = (a => 1); $x =~ s/a(b+)/\\U$1/gi; print <<EOT;\ntext $x\nEOT\n",
    "make": "all: a.o b.o\n\t$(CC) -o $@ $^\nifeq ($(X),1)\nendif\n",
    "diff": "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-old\n+new\n same\n",
    "rst": "Title\n=====\n\n* *em* **st** ``lit`` :role:`x`\n\n.. code:: python\n\n   x = 1\n",
    "ini": "[section]\nkey = value ; c\n# d\n", "tex": "\\section{A} $x^2$ % c\n", "lua": "local t = {a=1} -- c\n",
    "pycon": ">>> 1 / 0\nTraceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nZeroDivisionError: x\n",
    "scheme": "(define (f x) (if (> x 0) 'a \"b\")) ; c\n", "ocaml": "let rec f = function [] -> 0 | x :: r -> x (* c *)\n",
    "scala": "case class A(x: Int) { def f[T](y: T): Option[T] = Some(y) }\n", "docker": "FROM a\nRUN b && c\n",
    "typescript": "interface A<T> { x?: number; readonly y: T[] }\n", "kotlin": "fun f(x: Int?) = x ?: \"$x\"\n",
    "xml": "<?xml version='1.0'?><a b='c'><!-- d --><![CDATA[e]]></a>\n", "toml": "[a]\nb = 1979-05-27\nc = [1, 2]\n",
    "nasm": "mov eax, [ebx+4] ; c\nsection .data\n", "php": "<?php function f(?int $x) { echo \"a $x\"; } ?><p>\n",
}
for name, text in SAMPLES.items():
    tokens = list(lex(text, get_lexer_by_name(name)))
    kinds = {}
    for kind, value in tokens:
        kinds[str(kind)] = kinds.get(str(kind), 0) + len(value)
    print(name, len(tokens), sorted(kinds.items()))
    html = highlight(text, get_lexer_by_name(name), HtmlFormatter(linenos="table" if len(text) < 200 else False))
    print(html if len(html) < 3000 else (len(html), hashlib.sha256(html.encode()).hexdigest(), html[:300]))
code = SAMPLES["python"][:1500]
python = get_lexer_by_name("python", stripall=True)
for formatter in (TerminalFormatter(), Terminal256Formatter(style="monokai"), LatexFormatter(full=True), SvgFormatter(),
                  RawTokenFormatter(), NullFormatter(), HtmlFormatter(full=True, noclasses=True, title="t")):
    out = highlight(code, python, formatter)
    print(type(formatter).__name__, len(out), repr(out[:400]))
python.add_filter("keywordcase", case="upper")
python.add_filter("highlight", names=["wrap"])
print(highlight(code[:300], python, NullFormatter()))
print(sum(1 for _ in get_all_lexers()), sorted(get_all_styles()))
print([type(guess_lexer(t)).__name__ for t in ("#!/usr/bin/perl\n", "<?xml version='1.0'?><a/>", "import os\n", "<html><p>")])
print(guess_lexer_for_filename("x.tcl", "set a 1").name, HtmlFormatter(style="vim").get_style_defs(".x"))
try:
    get_lexer_by_name("nothing of the kind")
except pygments.util.ClassNotFound as error:
    print(error)
