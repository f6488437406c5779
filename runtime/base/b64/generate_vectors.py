#!/usr/bin/python3.11
"""Writes b64_vectors.inc: what CPython 3.11's `binascii` does."""
import binascii
import random
import sys

source = random.Random(11)


def quote(data):
    return 'S("' + "".join(f"\\{c:03o}" for c in data) + f'", {len(data)})'


def outcome(function, *arguments, **options):
    try:
        return f'{quote(function(*arguments, **options))}, ""'
    except binascii.Error as error:
        return f'{quote(b"")}, "{error}"'


def mixes(pieces, count, most):
    for _ in range(count):
        yield b"".join(source.choice(pieces) for _ in range(source.randrange(most)))


def main():
    out = sys.stdout

    def table(name, lines):
        out.write(f"#ifdef {name}\n")
        for line in lines:
            out.write(f"{name}({line})\n")
        out.write(f"#undef {name}\n#endif\n")

    out.write("// Made by generate_vectors.py from CPython 3.11.\n")
    encoded = [b"YQ==", b"YWI=", b"YWJj", b"YW Jj\n", b"=", b"!", b"x", b"-_", b"AAAA"]
    table("BASE64_DECODE",
          (f"{quote(s)}, {strict:d}, {outcome(binascii.a2b_base64, s, strict_mode=strict)}"
           for s in [b"", *encoded, *mixes(encoded, 150, 6), *mixes([b"Y", b"Q", b"=", b"="], 60, 8)]
           for strict in (False, True)))
    data = [source.randbytes(n) for n in range(0, 20)]
    table("BASE64_ENCODE", (f"{quote(s)}, {quote(binascii.b2a_base64(s, newline=False))}" for s in data))
    table("HEX_DECODE", (f"{quote(s)}, {outcome(binascii.a2b_hex, s)}"
                         for s in [b"", b"a", b"0g", b"g0", b"AbCdEf01", b" 0", b"/0:0", b"@0G0"]))
    table("HEX_ENCODE", (f"{quote(s)}, {group}, {quote(binascii.b2a_hex(s, b':', group))}"
                         for s in data[:9] for group in (1, 2, 3, -1, -2, -3, 0, 20)))
    table("UU_ENCODE", (f"{quote(s)}, {backtick:d}, {quote(binascii.b2a_uu(s, backtick=backtick))}"
                        for s in [*data, b"\0" * 45] for backtick in (False, True)))
    lines = [b"", b"!80  \n", b"#86)C", b"#86)C\r\n", b"#86)Cx\n", b"\x80", b"#86\x7f)", b"#8", b"&",
             b"#86)C  \n", b"#86)C`\n", b'"86)C\n', b"#86)\x1f", b"M", b"@@", b" \n", b"`\n", b"#86)C\n!"]
    table("UU_DECODE", (f"{quote(s)}, {outcome(binascii.a2b_uu, s)}" for s in lines))
    coded = [b"abc", b"=", b"=41", b"=4", b"=4g", b"\n", b"\r\n", b"\r", b"_", b" ", b"x"]
    table("QP_DECODE", (f"{quote(s)}, {header:d}, {quote(binascii.a2b_qp(s, header=header))}"
                        for s in mixes(coded, 80, 7) for header in (False, True)))
    plain = [b"abc", b"=", b" ", b"\t", b"\n", b"\r\n", b"\r", b".", b"_", b"\xe9", b"\0", b"x" * 37, b" " * 20]
    table("QP_ENCODE", (f"{quote(s)}, {flags}, "
                        + quote(binascii.b2a_qp(s, quotetabs=bool(flags & 1), istext=bool(flags & 2),
                                                header=bool(flags & 4)))
                        for s in mixes(plain, 50, 9) for flags in range(8)))
    table("CRC", (f"{quote(s)}, {start}u, {binascii.crc32(s, start)}u, {binascii.crc_hqx(s, start & 0xFFFF)}u"
                  for s in data for start in (0, 1, 0xDEADBEEF)))


main()
