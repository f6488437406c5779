// Objects of hashlib over OpenSSL's digests: one layout, one native type per algorithm.

#ifndef POLYGIL_RUNTIME_MODULES_HASHES_HASH_OBJECT_H_
#define POLYGIL_RUNTIME_MODULES_HASHES_HASH_OBJECT_H_

#include <cstddef>
#include <cstdint>

#include "runtime/modules/native_type.h"
#include "runtime/types/bytes/buffer.h"

namespace polygil {

// One algorithm, as a module shows it.
struct HashAlgorithm {
  const char* name;          // "sha256"
  const char* openssl_name;  // "SHA256"
  const char* type_name;     // "_sha256.sha256"
  Type* type;
  bool extendable = false;   // digest(length), as SHAKE
  bool is_class = false;     // the module shows the type, not a function
};

// Sets the type up, and adds it to the module if it is a class.
bool AddHash(Value module, const HashAlgorithm* algorithm);
// algorithm(string=b'', *, usedforsecurity=True).
Owned HashNew(const HashAlgorithm* algorithm, const Value* args, size_t nargs, Value keyword_names);

// Acquires the bytes to be hashed; TypeErrors in hashlib's words.
bool AcquireHashInput(Value data, ScopedBuffer* buffer);
// The digest as bytes, or as a str of hexadecimal digits.
Owned DigestBytes(const uint8_t* digest, int64_t size);
Owned DigestText(const uint8_t* digest, int64_t size);
inline constexpr const char* kHashDigestDoc =
    "($self, /)\n--\n\nReturn the digest value as a bytes object.";
inline constexpr const char* kHashHexDoc =
    "($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits.";
inline constexpr const char* kHashUpdateDoc =
    "($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string.";
inline constexpr const char* kHashCopyDoc =
    "($self, /)\n--\n\nReturn a copy of the hash object.";

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_HASHES_HASH_OBJECT_H_
