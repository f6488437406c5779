# Incremental compression: pieces, limits of the output, what comes behind the end, and errors.
import bz2, lzma, pickle
data = b"".join(b"%d line of text\n" % i for i in range(5000))
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for name, compressor, decompressor in (("bz2", bz2.BZ2Compressor, bz2.BZ2Decompressor), ("lzma", lzma.LZMACompressor, lzma.LZMADecompressor)):
    c = compressor(); packed = b"".join(c.compress(data[i:i + 777]) for i in range(0, len(data), 777)) + c.flush()
    d = decompressor(); print(name, len(packed) < len(data) // 4, d.decompress(packed + b"tail") == data, d.eof, d.unused_data, d.needs_input)
    d = decompressor(); out = [d.decompress(packed, 100)]
    while not d.eof: out.append(d.decompress(b"", 1000))
    print(max(map(len, out)), b"".join(out) == data, d.unused_data)
    d = decompressor(); print(b"".join(d.decompress(packed[i:i + 1]) for i in range(len(packed))) == data)
    for f in (lambda: d.decompress(b"more"), lambda: c.compress(b""), c.flush, lambda: decompressor().decompress(b"no stream at all"), lambda: pickle.dumps(compressor()), lambda: decompressor().decompress("text"), lambda: compressor().compress()): attempt(f)
broken = bytearray(bz2.compress(data)); broken[60] ^= 255
attempt(lambda: bz2.decompress(broken)); attempt(lambda: bz2.decompress(bz2.compress(data)[:-5])); attempt(lambda: bz2.BZ2Compressor(10))
print(bz2.decompress(bz2.compress(b"a") + bz2.compress(b"b") + b"junk"), lzma.decompress(lzma.compress(b"a") + lzma.compress(b"b")))
for options in ({"format": lzma.FORMAT_ALONE}, {"check": lzma.CHECK_SHA256}, {"preset": 9 | lzma.PRESET_EXTREME}, {"filters": [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 1, "dict_size": 1 << 16}]}, {"format": lzma.FORMAT_RAW, "filters": [{"id": lzma.FILTER_LZMA2}]}):
    packed = lzma.compress(data, **options)
    d = lzma.LZMADecompressor(options["format"], filters=options["filters"]) if options.get("format") == lzma.FORMAT_RAW else lzma.LZMADecompressor()
    print(d.decompress(packed) == data, d.check)
for f in (lambda: lzma.LZMACompressor(format=3), lambda: lzma.LZMACompressor(preset=1, filters=[]), lambda: lzma.LZMACompressor(format=2, check=4), lambda: lzma.LZMACompressor(9), lambda: lzma.LZMACompressor(filters=[{}]), lambda: lzma.LZMACompressor(filters=[{"id": 99}]), lambda: lzma.LZMACompressor(filters=[{"id": 3, "x": 1}]), lambda: lzma.LZMACompressor(filters=[1]), lambda: lzma.LZMACompressor(preset=-1), lambda: lzma.LZMACompressor(preset=2**40), lambda: lzma.LZMADecompressor(memlimit="x"), lambda: lzma.LZMADecompressor(filters=[]), lambda: lzma.is_check_supported(lzma.CHECK_CRC32), lambda: lzma._encode_filter_properties({"id": lzma.FILTER_LZMA2}), lambda: lzma._decode_filter_properties(lzma.FILTER_LZMA1, b"]\0\0\x80\0")): attempt(f)
