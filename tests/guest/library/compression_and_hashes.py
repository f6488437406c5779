import zlib, gzip, bz2, lzma, hashlib, hmac, base64, binascii, io, uuid, codecs, quopri
d = b"hello world " * 100
for m in (zlib, gzip, bz2, lzma): print(m.__name__, m.decompress(m.compress(d)) == d)
c = zlib.compressobj(9); x = c.compress(d) + c.flush(); o = zlib.decompressobj(); print(o.decompress(x[:10]) + o.decompress(x[10:]) == d, zlib.crc32(d), zlib.adler32(d), len(zlib.compress(d)) < 50)
with gzip.open("f.gz", "wt") as f: f.write("line1\nline2\n")
with gzip.open("f.gz", "rt") as f: print(f.readlines())
with bz2.open("f.bz2", "wb") as f: f.write(d)
print(len(bz2.open("f.bz2").read()), lzma.open(io.BytesIO(lzma.compress(b"q"))).read())
for f in (lambda: zlib.decompress(b"junk"), lambda: gzip.decompress(b"junk"), lambda: bz2.decompress(b"junk"), lambda: lzma.decompress(b"junk"), lambda: base64.b64decode("a"), lambda: binascii.unhexlify("abc"), lambda: hashlib.new("nope"), lambda: zlib.compress("str"), lambda: base64.b64decode("!!!!", validate=True), lambda: hashlib.md5("str")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print([hashlib.new(n, b"abc").hexdigest()[:12] for n in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256")], hmac.new(b"k", b"m", "sha256").hexdigest()[:16], hmac.compare_digest("a", "a"))
h = hashlib.sha256(); h.update(b"a"); k = h.copy(); h.update(b"b"); print(h.hexdigest()[:8], k.hexdigest()[:8], h.digest_size, h.block_size, h.name, hashlib.pbkdf2_hmac("sha1", b"p", b"s", 10).hex()[:10], hashlib.shake_128(b"").hexdigest(4))
print(base64.b64encode(b"\xff\xfe"), base64.urlsafe_b64encode(b"\xff\xfe"), base64.b32encode(b"hi"), base64.b85encode(b"data"), base64.b16decode("FF"), base64.a85encode(b"test"), binascii.crc32(b"x"), binascii.b2a_base64(b"q", newline=False), quopri.encodestring("é=".encode()), codecs.encode("Hello", "rot13"), codecs.decode(b"6869", "hex"), uuid.uuid5(uuid.NAMESPACE_DNS, "x"), uuid.UUID(int=5).hex)
