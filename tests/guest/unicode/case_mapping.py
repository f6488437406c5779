for s in ("straße", "İstanbul", "ΌΣΟΣ", "ǆ", "ﬁ", "ŉ", "ß", "ſ", "ꭰ", "Ა", "ნ"):
    print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), ascii(s.lower()))
print("they're bill's".title(), "HELLO".istitle(), "Hello World".istitle(), "ǅ".istitle())
