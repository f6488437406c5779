// Which digests OpenSSL has, by Python's names, and its errors.
//
// The library sets itself up on its first call, so a program that never hashes pays nothing.

#ifndef POLYGIL_RUNTIME_MODULES__HASHLIB_DIGESTS_H_
#define POLYGIL_RUNTIME_MODULES__HASHLIB_DIGESTS_H_

#include <openssl/evp.h>

#include "runtime/object/ownership.h"

namespace polygil {

// A row of the digests that have a constructor of their own, openssl_sha256() and so on.
struct NamedDigest {
  const char* name;          // hashlib's
  const char* openssl_name;  // what EVP_MD_fetch() takes
};
inline constexpr NamedDigest kNamedDigests[] = {
    {"md5", "MD5"},           {"sha1", "SHA1"},          {"sha224", "SHA2-224"},
    {"sha256", "SHA2-256"},   {"sha384", "SHA2-384"},    {"sha512", "SHA2-512"},
    {"sha3_224", "SHA3-224"}, {"sha3_256", "SHA3-256"},  {"sha3_384", "SHA3-384"},
    {"sha3_512", "SHA3-512"}, {"shake_128", "SHAKE128"}, {"shake_256", "SHAKE256"}};
inline constexpr int kNamedDigestCount = 12;

// The digest of a row, fetched once a process. Null with ValueError if the library lacks it.
const EVP_MD* DigestOfRow(int row);
// A new reference (EVP_MD_free) by any name that Python or OpenSSL knows. ValueError.
EVP_MD* FetchDigest(const char* name);
// The name that hashlib shows.
Owned DigestName(const EVP_MD* digest);
// All names, as a frozenset.
Owned AllDigestNames();

// ValueError (or MemoryError) with the library's own reason.
Raised RaiseCrypto();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__HASHLIB_DIGESTS_H_
