for s in ("", "1", "a1", "A", "a", "Aa", "aA", " ", "if", "_x", "1x", "²", "½", "abc!", "ABC1", "Title Case", "x\x00"):
    print(ascii(s), [int(x) for x in (s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isidentifier(), s.isprintable(), s.isascii())])
import keyword
print(keyword.iskeyword("match"), keyword.issoftkeyword("match"), keyword.iskeyword("None"))
