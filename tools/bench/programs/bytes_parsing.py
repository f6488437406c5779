"""Binary data: struct, bytes, bytearray, memoryview, a checksum, a bit reader."""
import struct
import sys

HEADER = struct.Struct(">HBBI")


def encode(count):
    out = bytearray()
    for i in range(count):
        payload = bytes((i * k) & 0xFF for k in range(i % 24))
        out += HEADER.pack(i & 0xFFFF, i % 5, len(payload), i * 2654435761 & 0xFFFFFFFF)
        out += payload
        if i % 3 == 0:
            out += struct.pack("<d", i / 8)
    return bytes(out)


def decode(data):
    view = memoryview(data)
    at = number = total = 0
    while at < len(data):
        serial, kind, length, stamp = HEADER.unpack_from(data, at)
        at += HEADER.size
        total += serial + kind + (stamp >> 16) + sum(view[at:at + length])
        at += length
        if number % 3 == 0:
            total += int(struct.unpack_from("<d", view, at)[0])
            at += 8
        number += 1
    return total, number


def adler(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def varints(data):
    value = shift = total = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            if shift > 28:
                shift = value = 0
        else:
            total += value
            value = shift = 0
    return total


def main(size):
    data = encode(size)
    mixed = bytearray(data[:4096])
    for i in range(len(mixed)):
        mixed[i] ^= i & 0xFF
    print("bytes_parsing", decode(data), adler(data), varints(data),
          mixed.count(0), data.hex()[-16:], data.find(b"\x07\x08"),
          int.from_bytes(data[:9], "little"))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 190000)
