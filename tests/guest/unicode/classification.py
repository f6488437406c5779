import unicodedata
for c in "aA1²½Ⅷ٣ _\t\n\xa0\u200bé中😀\ud800ª":
    print(ascii(c), c.isalpha(), c.isdigit(), c.isdecimal(), c.isnumeric(), c.isalnum(), c.isspace(), c.isupper(), c.islower(), c.isprintable(), c.isidentifier(), unicodedata.category(c))
print("".isalpha(), "".isspace(), "".isprintable(), "".isascii(), "é".isascii(), "a b".isprintable())
print(unicodedata.numeric("½"), unicodedata.digit("²"), unicodedata.decimal("٣"), unicodedata.name("€"), unicodedata.lookup("SNOWMAN"), unicodedata.unidata_version)
try:
    unicodedata.name("\x00")
except ValueError as e:
    print(e)
print(unicodedata.normalize("NFC", "e\u0301"), len(unicodedata.normalize("NFD", "é가")), unicodedata.normalize("NFKC", "ﬁ①"), unicodedata.bidirectional("א"), unicodedata.east_asian_width("中"), unicodedata.combining("\u0301"))
