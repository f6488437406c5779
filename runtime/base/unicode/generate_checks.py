#!/usr/bin/python3.11
"""Prints unicode_checks.inc: CPython's view of all code points as FNV-1a hashes,
one per property, and normal forms of random texts.
    generate_checks.py > unicode_checks.inc
"""
import _sre
import random
import unicodedata

OLD = unicodedata.ucd_3_2_0
CHARACTERS = [chr(code) for code in range(0x110000)]
random.seed(3)


def fnv(values):
    state = 0xcbf29ce484222325
    for value in values:
        state = ((state ^ (value & 0xffffffff)) * 0x100000001b3) & 0xffffffffffffffff
    return state


def text_values(function):
    for c in CHARACTERS:
        text = function(c)
        yield len(text)
        yield from map(ord, text)


def check(name, values):
    print('{"%s", 0x%016xu},' % (name, fnv(values)))


def checks():
    for name in ("isalpha isspace isprintable isupper islower istitle isdecimal isdigit "
                 "isnumeric isalnum isidentifier").split():
        check(name, (getattr(c, name)() for c in CHARACTERS))
    for name in "lower upper title casefold".split():
        check(name, text_values(getattr(str, name)))
    check("simple_lower", map(_sre.unicode_tolower, range(0x110000)))
    check("cased", (_sre.unicode_iscased(i) for i in range(0x110000)))
    for prefix, database in ("", unicodedata), ("old_", OLD):
        for name in "category bidirectional east_asian_width decomposition".split():
            check(prefix + name, text_values(getattr(database, name)))
        check(prefix + "combining", map(database.combining, CHARACTERS))
        check(prefix + "mirrored", map(database.mirrored, CHARACTERS))
        check(prefix + "decimal", (database.decimal(c, -1) for c in CHARACTERS))
        check(prefix + "digit", (database.digit(c, -1) for c in CHARACTERS))
        check(prefix + "numeric", (int(database.numeric(c, -1) * 1000) for c in CHARACTERS))
        for form in "NFD NFC NFKD NFKC".split():
            check(prefix + form, text_values(lambda c: database.normalize(form, c)))
    check("name", text_values(lambda c: unicodedata.name(c, "")))


def texts():
    marks = [c for c in CHARACTERS if unicodedata.combining(c)]
    letters = [c for c in CHARACTERS if unicodedata.decomposition(c)]
    jamo = list(map(chr, [*range(0x1100, 0x1113), *range(0x1161, 0x1176),
                          *range(0x11A7, 0x11C3), 0xAC00, 0xAC01, 0xD788]))
    for _ in range(60):
        pools = [marks, letters, jamo, list("aeiou AEIOU\u0bc6\u0bbe\u09c7")]
        text = "".join(random.choice(random.choice(pools)) for _ in range(random.randrange(1, 12)))
        text = random.choice([text, unicodedata.normalize("NFD", text)])
        forms = [text] + [unicodedata.normalize(form, text)
                          for form in ("NFD", "NFC", "NFKD", "NFKC")]
        cells = ['U"%s"' % "".join("\\x%x" % ord(c) for c in form) for form in forms]
        print("{%s}," % ", ".join(cells))


def main():
    print("// Made by generate_checks.py. Do not edit.")
    print("constexpr Check kChecks[] = {")
    checks()
    print("};\nconstexpr NormalTexts kTexts[] = {")
    texts()
    print("};")


main()
