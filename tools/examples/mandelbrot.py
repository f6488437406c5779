"""Draws the Mandelbrot set, one row of pixels an item; the rows become a PNG.

    polygil compare mandelbrot.py          writes mandelbrot.png
"""

import struct

WIDTH, HEIGHT, LIMIT = 720, 480, 150
FILE = "mandelbrot.png"


def items():
    """The rows, from top to bottom."""
    return list(range(HEIGHT))


def work(row):
    """The pixels of a row, three bytes each."""
    cy = 2.4 * row / HEIGHT - 1.2
    pixels = bytearray()
    for column in range(WIDTH):
        cx = 3.6 * column / WIDTH - 2.5
        x = y = xx = yy = 0.0
        n = 0
        while n < LIMIT and xx + yy <= 4.0:
            y = 2.0 * x * y + cy
            x = xx - yy + cx
            xx = x * x
            yy = y * y
            n += 1
        if n == LIMIT:
            pixels += b"\0\0\0"
        else:
            pixels += bytes((n * 7 % 256, n * 5 % 256, 64 + n * 3 % 192))
    return bytes(pixels)


def adler32(data):
    a, b = 1, 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def crc32(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def stored(data):
    """A zlib stream of stored blocks (RFC 1950, RFC 1951 3.2.4)."""
    out = bytearray(b"\x78\x01")
    for start in range(0, len(data), 65535):
        block = data[start:start + 65535]
        last = start + 65535 >= len(data)
        out += struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block
    return bytes(out) + struct.pack(">I", adler32(data))


try:
    from zlib import compress
    from zlib import crc32 as checksum
except ImportError:
    compress, checksum = stored, crc32


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", checksum(body))


def combine(results):
    """Writes the picture into the current folder."""
    rows = b"".join(b"\0" + row for row in results)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    picture = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
               + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b""))
    with open(FILE, "wb") as file:
        file.write(picture)
    black = sum(row[i:i + 3] == b"\0\0\0" for row in results for i in range(0, len(row), 3))
    return (f"wrote {FILE}: {WIDTH} x {HEIGHT} pixels, {black} of them in the set, "
            f"{len(picture)} bytes")


if __name__ == "__main__":
    print(combine([work(row) for row in items()]))
