# UTF-8 beyond a block of sixteen bytes: widths, malformed sequences at every place of a block; UTF-16
# with and without surrogates; hexadecimal text; what str.translate() and searching make of wide texts.
samples = ["grüße ", "Ωμέγα και ", "数字 世界 ", "ok \U0001f600 ", "\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff "]
for sample in samples:
    for count in (1, 3, 7, 50):
        text = sample * count
        data = text.encode()
        assert data.decode() == text, ascii(text)
        for name in ("utf-16", "utf-16-be", "utf-16-le", "utf-32"):
            assert text.encode(name).decode(name) == text, name
    print(ascii(sample), len(data), len(text), max(text) == max(sample))

bad = [b"\x80", b"\xc0\x80", b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf0\x8f\xbf\xbf",
       b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xff", b"\xc3", b"\xe4\xb8", b"\xf0\x9f\x98", b"\xc3\xc3\xa4",
       b"\xe4\xb8a", b"\xf0\x9f\x98\x80\x80", b"\xf8\x88\x80\x80\x80"]
good = [b"\xc2\x80", b"\xdf\xbf", b"\xe0\xa0\x80", b"\xed\x9f\xbf", b"\xee\x80\x80", b"\xf0\x90\x80\x80",
        b"\xf4\x8f\xbf\xbf"]
messages = set()
for place in range(12, 50):
    for sequence in bad:
        data = b"x" * place + sequence
        for tail in (b"", b"y" * 20, "é".encode() * 9):
            try:
                (data + tail).decode()
                print("decoded", place, sequence, tail)
            except UnicodeDecodeError as error:
                messages.add((sequence, error.start - place, error.end - place, error.reason))
            (data + tail).decode(errors="replace")
    for sequence in good:
        data = b"x" * place + sequence + b"\xc3\xa4"
        assert data.decode().encode() == data
for message in sorted(messages):
    print(*message)
for text in ("a" * 40 + "\ud800" + "b" * 40, "\udfff" + "é" * 40, "世" * 31 + "\ud83d"):
    for name in ("utf-8", "utf-16-le", "utf-16-be"):
        try:
            text.encode(name)
        except UnicodeEncodeError as error:
            print(error.start, error.end, error.reason)
        print(len(text.encode(name, "surrogatepass")), text.encode(name, "surrogatepass").decode(name, "surrogatepass") == text)
print(("a" * 70).encode("utf-16-le")[:4], b"\x00\xd8".decode("utf-16-le", "replace"))

data = bytes(range(256))
assert bytes.fromhex(data.hex()) == data == bytes.fromhex(data.hex(" ", 3)) == bytes.fromhex(data.hex().upper())
for text in ("0", "0g", "12 3", "ab\u00e9", "12\u0663\u0664", " 12 ", "a b"):
    try:
        print(bytes.fromhex(text))
    except ValueError as error:
        print(error)

text = "naïve café " * 100
print(len(text.translate({ord("a"): "é", ord("é"): None, ord("n"): "数"})), text.translate({0xe9: "e", 0xef: "i"}).isascii())
print("x\u00e9" .translate({0xe9: 0x100}), ascii(("a" * 600 + "\xff").translate({97: 98})[-3:]))
wide = "слово и дело " * 99 + "нет"
print(wide.find("нет"), wide.find("и дело н"), wide.find("нету"), wide.find("ло" * 5), wide.count("дело"))
print(["\tab\tc\n\td".expandtabs(n) for n in (0, 1, 4)], "é\tß\r\tx".expandtabs(3))
print("straße ŉ Σας ΑΣ ǰ".upper(), "STRASSE Σ ΑΣ. İ".lower(), "ﬁ ß İ".casefold())
