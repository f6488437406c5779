#!/usr/bin/python3.11
"""Writes the Unicode 14.0.0 tables of this folder as *_tables.inc files.

Everything is read off CPython's str methods and unicodedata, code point by code
point. Aliases and named sequences can't be enumerated there: their candidates
come from a Name.pl of perl 5.36 (unicore, Unicode 14.0.0) and each is confirmed
by unicodedata.lookup().
    generate_tables.py /usr/share/perl/5.36/unicore/Name.pl
"""
import _sre
import os
import sys
import unicodedata

OLD = unicodedata.ucd_3_2_0
LAST = 0x110000
FOLDER = os.path.dirname(os.path.abspath(__file__))
HANGUL = range(0xAC00, 0xD7A4)
CHARACTERS = [chr(code) for code in range(LAST)]

CATEGORIES = ("Cn Lu Ll Lt Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Lm Lo Pc Pd "
              "Ps Pe Pi Pf Po Sm Sc Sk So").split()
BIDIRECTIONAL = [""] + ("L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S "
                        "WS ON LRI RLI FSI PDI").split()
WIDTHS = "F H W Na A N".split()

# Bits of UnicodeType::flags, in the order of the enumeration in properties.h.
(ALPHA, SPACE, PRINTABLE, UPPER, LOWER, TITLE, CASED, CASE_IGNORABLE, XID_START,
 XID_CONTINUE, LINE_BREAK, SPECIAL_CASE, NUMERIC) = (1 << i for i in range(13))


class Writer:
    def __init__(self, name):
        self.file = open(os.path.join(FOLDER, name), "w")
        self.file.write("// Made by generate_tables.py. Do not edit.\n")

    def array(self, kind, name, values, linkage="constexpr"):
        self.file.write("%s %s %s[] = {\n" % (linkage, kind, name))
        line = ""
        for value in values:
            text = "%s," % (value,)
            if len(line) + len(text) > 98:
                self.file.write(line + "\n")
                line = ""
            line += text
        self.file.write(line + "\n};\n")

    def text(self, name, text):
        """A string literal; the text has no quote, backslash or '?'."""
        self.file.write("constexpr char %s[] =\n" % name)
        for start in range(0, len(text), 96):
            self.file.write('"%s"\n' % text[start:start + 96])
        self.file.write(";\n")

    def two_stage(self, name, values, linkage="constexpr", shift=7):
        """values[code] by way of blocks of 2**shift equal ones stored once."""
        size = 1 << shift
        blocks, first, second = {}, [], []
        for start in range(0, LAST, size):
            block = tuple(values[start:start + size])
            if block not in blocks:
                blocks[block] = len(blocks)
                second.extend(block)
            first.append(blocks[block])
        narrow = "uint8_t" if len(blocks) < 256 else "uint16_t"
        self.array(narrow, name + "Index", first, linkage)
        narrow = "uint8_t" if max(second) < 256 else "uint16_t"
        self.array(narrow, name + "Blocks", second, linkage)


def dedupe(records, default):
    """Returns (distinct records, index per item), the default being number 0."""
    numbers, order = {default: 0}, [default]
    indices = []
    for record in records:
        if record not in numbers:
            numbers[record] = len(order)
            order.append(record)
        indices.append(numbers[record])
    return order, indices


def is_case_ignorable(c):
    return (("A" + c + "\u03a3").lower()[-1] == "\u03c2" and
            (c + "\u03a3").lower()[-1] == "\u03c3")


def type_flags(c):
    tests = [
        (ALPHA, c.isalpha()), (SPACE, c.isspace()), (PRINTABLE, c.isprintable()),
        (UPPER, unicodedata.category(c) != "Lt" and c.isupper()),
        (LOWER, c.islower()), (TITLE, unicodedata.category(c) == "Lt"),
        (CASED, (c + "a").title()[-1] == "a"), (CASE_IGNORABLE, is_case_ignorable(c)),
        (XID_START, c.isidentifier()), (XID_CONTINUE, ("a" + c).isidentifier()),
        (LINE_BREAK, len(("a" + c + "b").splitlines()) == 2),
        (NUMERIC, c.isnumeric()),
    ]
    return sum(bit for bit, holds in tests if holds)


def write_types():
    writer = Writer("type_tables.inc")
    records, special, alone = [], [], {}
    for code, c in enumerate(CHARACTERS):
        flags = type_flags(c)
        # CPython's simple mappings are the first code points of the full ones.
        lower, upper, title = chr(_sre.unicode_tolower(code)), c.upper()[0], c.title()[0]
        full = (c.lower(), c.upper(), c.title(), c.casefold())
        if full != (lower, upper, title, lower):
            flags |= SPECIAL_CASE
            special.append((code, full))
        decimal = unicodedata.decimal(c, -1)
        digit = unicodedata.digit(c, -1)
        records.append((ord(lower) - code, ord(upper) - code, ord(title) - code,
                        flags, decimal, digit))
    order, indices = dedupe(records, records[0x378])
    # properties.h declares these three, for its inline functions.
    writer.array("UnicodeType", "kTypes", ["{%d,%d,%d,%d,%d,%d}" % r for r in order],
                 "extern const")
    writer.two_stage("kType", indices, "extern const")
    rows = []
    for code, mappings in special:
        cells = ",".join("{%s}" % ",".join(str(ord(x)) for x in m) for m in mappings)
        rows.append("{%d,{%s}}" % (code, cells))
    writer.array("SpecialCase", "kSpecialCases", rows)


def quick_check(c, seconds):
    """Bits for the forms in which `c` may be wrong: NFD, NFC, NFKD, NFKC."""
    bits = 0
    for i, form in enumerate(("NFD", "NFC", "NFKD", "NFKC")):
        wrong = unicodedata.normalize(form, c) != c
        if form in ("NFC", "NFKC") and (c in seconds or 0x1161 <= ord(c) <= 0x1175 or
                                        0x11A8 <= ord(c) <= 0x11C2):
            wrong = True
        bits |= wrong << i
    return bits


def database_record(database, c, quick):
    return (CATEGORIES.index(database.category(c)),
            BIDIRECTIONAL.index(database.bidirectional(c)),
            database.combining(c), database.mirrored(c),
            WIDTHS.index(database.east_asian_width(c)), quick)


def composition_pairs():
    pairs = []
    for code, c in enumerate(CHARACTERS):
        parts = unicodedata.decomposition(c)
        if not parts or "<" in parts or code in HANGUL:
            continue
        codes = [int(part, 16) for part in parts.split()]
        if len(codes) != 2:
            continue
        if unicodedata.normalize("NFC", "".join(map(chr, codes))) == c:
            pairs.append((codes[0], codes[1], code))
    return sorted(pairs)


def write_database():
    writer = Writer("database_tables.inc")
    pairs = composition_pairs()
    seconds = {chr(pair[1]) for pair in pairs}
    records = [database_record(unicodedata, c, quick_check(c, seconds)) for c in CHARACTERS]
    order, indices = dedupe(records, records[0x378])
    writer.array("UnicodeRecord", "kRecords", ["{%d,%d,%d,%d,%d,%d}" % r for r in order])
    writer.two_stage("kRecord", indices)
    numeric = [(code, unicodedata.numeric(c)) for code, c in enumerate(CHARACTERS)
               if unicodedata.numeric(c, None) is not None and
               unicodedata.digit(c, None) is None]
    values = sorted({value for _, value in numeric})
    writer.array("double", "kNumericValues", [repr(value) for value in values])
    writer.array("NumericRow", "kNumeric",
                 ["{%d,%d}" % (code, values.index(value)) for code, value in numeric])
    write_compositions(writer, pairs)
    write_decompositions(writer)
    write_old_database(writer)


def write_compositions(writer, pairs):
    writer.array("Composition", "kCompositions", ["{%d,%d,%d}" % p for p in pairs])


def write_decompositions(writer):
    prefixes, data, offsets, known = [""], [0], [], {}
    for code, c in enumerate(CHARACTERS):
        parts = unicodedata.decomposition(c).split()
        if not parts or code in HANGUL:
            offsets.append(0)
            continue
        prefix = parts.pop(0) if parts[0].startswith("<") else ""
        if prefix not in prefixes:
            prefixes.append(prefix)
        row = [prefixes.index(prefix) << 8 | len(parts)] + [int(p, 16) for p in parts]
        key = tuple(row)
        if key not in known:
            known[key] = len(data)
            data.extend(row)
        offsets.append(known[key])
    writer.array("const char*", "kDecompositionPrefixes", ['"%s"' % p for p in prefixes])
    writer.array("uint32_t", "kDecompositions", data)
    writer.two_stage("kDecomposition", offsets)


def write_old_database(writer):
    """What Unicode 3.2.0 said differently: unassigned ranges and rows."""
    ranges, changed, numbers = [], [], []
    for code, c in enumerate(CHARACTERS):
        if OLD.category(c) == "Cn":
            if unicodedata.category(c) == "Cn":
                continue
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
            continue
        new, old = database_record(unicodedata, c, 0), database_record(OLD, c, 0)
        if new != old:
            changed.append((code,) + old)
        for lookup in ("decimal", "digit", "numeric"):
            now = getattr(unicodedata, lookup)(c, None)
            then = getattr(OLD, lookup)(c, None)
            if now != then and lookup != "digit":
                numbers.append((code, lookup == "decimal", -1 if then is None else then))
    writer.array("CodeRange", "kOldUnassigned", ["{%d,%d}" % tuple(r) for r in ranges])
    writer.array("OldRecord", "kOldRecords", ["{%d,{%d,%d,%d,%d,%d,%d}}" % r for r in changed])
    writer.array("OldNumber", "kOldNumbers", ["{%d,%d,%r}" % (c, d, float(v))
                                              for c, d, v in numbers])
    corrections = [(code, ord(OLD.normalize("NFD", c))) for code, c in enumerate(CHARACTERS)
                   if OLD.category(c) != "Cn" and
                   OLD.normalize("NFD", c) != unicodedata.normalize("NFD", c)]
    writer.array("OldCorrection", "kOldCorrections", ["{%d,%d}" % r for r in corrections])


# The digits of word numbers in phrases: printable, no quote, backslash, '?' or
# '~', which ends a phrase.
ALPHABET = [chr(i) for i in range(0x21, 0x7E) if chr(i) not in '"\\?']
ONE, TWO = 50, 36  # Leading digits of one- and two-digit numbers; the rest: three


def word_code(number):
    base = len(ALPHABET)
    if number < ONE:
        return ALPHABET[number]
    number -= ONE
    if number < TWO * base:
        return ALPHABET[ONE + number // base] + ALPHABET[number % base]
    number -= TWO * base
    return (ALPHABET[ONE + TWO + number // base // base] +
            ALPHABET[number // base % base] + ALPHABET[number % base])


def read_candidates(path):
    """Yields (code points, name) of a unicore/Name.pl."""
    with open(path, encoding="ascii", errors="replace") as file:
        text = file.read()
    for row in text.split("\n\n"):
        lines = row.strip().split("\n")
        if len(lines) != 2 or not lines[0].replace(" ", "").isalnum():
            continue
        try:
            yield tuple(int(part, 16) for part in lines[0].split()), lines[1]
        except ValueError:
            pass


def collect_names(path):
    """Returns plain [(code, name)], rules [(first, last, prefix)] and the
    aliases and sequences [(codes, name)]."""
    plain, rules = [], []
    for code, c in enumerate(CHARACTERS):
        name = unicodedata.name(c, "")
        if not name or code in HANGUL:
            continue
        suffix = "-%04X" % code
        if not name.endswith(suffix):
            plain.append((code, name))
            continue
        prefix = name[:-len(suffix) + 1]
        if rules and rules[-1][1] == code - 1 and rules[-1][2] == prefix:
            rules[-1][1] = code
        else:
            rules.append([code, code, prefix])
    extra = []
    for codes, name in read_candidates(path):
        try:
            found = unicodedata.lookup(name)
        except KeyError:
            continue
        if tuple(map(ord, found)) == codes and unicodedata.name(found[0], "") != name:
            extra.append((codes, name))
    return plain, rules, extra


def write_names(path):
    writer = Writer("name_tables.inc")
    plain, rules, extra = collect_names(path)
    uses = {}
    names = [name for _, name in plain] + [name for _, name in extra]
    for name in names:
        for word in name.split(" "):
            uses[word] = uses.get(word, 0) + 1
    words = sorted(uses, key=lambda word: (-uses[word], word))
    codes = {word: word_code(i) for i, word in enumerate(words)}
    phrases = ["".join(codes[word] for word in name.split(" ")) + "~" for name in names]
    writer.text("kWords", " " + " ".join(words) + " ")
    writer.text("kPhrases", "~" + "".join(phrases))
    offsets, at = [], 1
    for i, word in enumerate(words):
        if i % 64 == 0:
            offsets.append(at)
        at += len(word) + 1
    writer.array("uint32_t", "kWordOffsets", offsets)
    offsets, at = [], 1
    for i, phrase in enumerate(phrases):
        if i % 64 == 0:
            offsets.append(at)
        at += len(phrase)
    writer.array("uint32_t", "kPhraseOffsets", offsets)
    runs = []
    for i, (code, _) in enumerate(plain):
        if runs and runs[-1][0] + i - runs[-1][1] == code:
            continue
        runs.append((code, i))
    runs.append((LAST, len(plain)))
    writer.array("NameRun", "kNameRuns", ["{%d,%d}" % run for run in runs])
    writer.array("NameRule", "kNameRules", ['{%d,%d,"%s"}' % tuple(r) for r in rules])
    rows, data = [], []
    for codes, _ in extra:
        rows.append("{%d,%d}" % (len(data), len(codes)))
        data.extend(codes)
    writer.array("ExtraName", "kExtraNames", rows)
    writer.array("uint32_t", "kExtraCodes", data)
    writer.file.write("constexpr int kWordCount = %d;\n" % len(words))
    writer.file.write("constexpr int kPlainNameCount = %d;\n" % len(plain))
    writer.file.write("constexpr int kDigitBase = %d;\n" % len(ALPHABET))
    writer.file.write("constexpr int kOneDigit = %d;\n" % ONE)
    writer.file.write("constexpr int kTwoDigits = %d;\n" % TWO)


def main():
    write_types()
    write_database()
    write_names(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/perl/5.36/unicore/Name.pl")


main()
