import textwrap, string, difflib, pprint, reprlib, shlex, fnmatch, html, urllib.parse as u
t = "The quick brown fox jumped over the lazy dog, then it slept for a very long time."
print(textwrap.fill(t, 30, initial_indent="* ", subsequent_indent="  ")); print(textwrap.shorten(t, 30), textwrap.dedent("  a\n    b\n  c"), textwrap.indent("a\n\nb", "> "), textwrap.wrap("abcdefghij", 4))
print("".join(difflib.unified_diff(["a\n", "b\n", "c\n"], ["a\n", "x\n", "c\n"], "f", "t")), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), list(difflib.ndiff(["a"], ["b"])))
pprint.pprint({"k" * 30: list(range(30)), "b": {"nested": ("x" * 40, "y" * 40)}}); print(pprint.pformat([1, [2]], width=1), reprlib.repr(list(range(100))), reprlib.repr("x" * 100))
print(shlex.split("a 'b c' \"d\\\"e\" f\\ g"), shlex.quote("it's"), shlex.join(["a b", "c"]), fnmatch.filter(["a.py", "b.txt"], "*.py"), fnmatch.translate("a*[!b]?"), html.escape("<a href='x'>&"), html.unescape("&lt;&eacute;&#65;&nope;"))
print(u.urlparse("http://u:p@h:80/p/a;x?q=1&r=a%20b#f"), u.quote("a b/é"), u.unquote("a%20b%C3%A9"), u.urlencode({"a": 1, "b": "x y"}), u.parse_qs("a=1&a=2&b="), u.urljoin("http://h/a/b", "../c"), u.urlsplit("//h/p").netloc)
try: shlex.split("'open")
except ValueError as e: print(e)
