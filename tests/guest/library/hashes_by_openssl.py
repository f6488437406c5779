# hashlib over OpenSSL: names, copies, extendable digests, HMAC, key derivation, errors.
import _hashlib, hashlib, hmac
print(sorted(hashlib.algorithms_guaranteed), {"sha512_256", "sm3"} <= hashlib.algorithms_available)
for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_512", "blake2b", "blake2s", "sha512_256", "SHA256"):
    h = hashlib.new(name, b"abc"); print(name, h.name, h.digest_size, h.block_size, h.hexdigest()[:24])
h = hashlib.sha256(); h.update(b"x" * 5000); k = h.copy(); k.update(b"y")
print(h.hexdigest() == hashlib.sha256(b"x" * 5000).hexdigest(), k.digest() == hashlib.sha256(b"x" * 5000 + b"y").digest(), repr(h).split(" @")[0])
s = hashlib.shake_128(b"q"); print(s.hexdigest(5), len(s.digest(100)), s.digest_size, s.name)
m = hmac.new(b"key", b"message", "sha256"); c = m.copy(); m.update(b"!"); print(m.hexdigest()[:20], c.hexdigest()[:20], m.name, m.digest_size, m.block_size, hmac.digest(b"k", b"m", "md5").hex(), hmac.new(b"k", b"m", hashlib.sha1).hexdigest()[:10])
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 1000).hex()[:20], hashlib.scrypt(b"p", salt=b"s", n=16, r=8, p=1, dklen=10).hex(), hmac.compare_digest(b"a", b"b"), hashlib.file_digest(open(__file__, "rb"), "md5").name)
for f in (lambda: hashlib.new("nope"), lambda: hashlib.md5("text"), lambda: hashlib.sha1(5), lambda: h.update(), lambda: s.digest(), lambda: hashlib.sha3_256(b"").digest(1), lambda: _hashlib.hmac_new(b"k", b"m"), lambda: _hashlib.hmac_new(b"k", b"m", 5), lambda: hashlib.pbkdf2_hmac("sha1", b"p", b"s", 0), lambda: hashlib.pbkdf2_hmac("sha1", b"p", b"s", 1, 0), lambda: hashlib.scrypt(b"p", salt=b"s", n=3, r=1, p=1), lambda: hashlib.scrypt(b"p", n=2, r=1, p=1), lambda: hashlib.scrypt(b"p", salt=b"s", n=2, r=1, p=1, dklen=0), lambda: type(h)(), lambda: hmac.compare_digest("\u00e9", "a"), lambda: hashlib.blake2b(leaf_size=-1), lambda: hashlib.sha256(b"", usedforsecurity=False).name):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
