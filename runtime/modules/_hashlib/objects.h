// The types HASH, HASHXOF and HMAC, and what makes their instances.

#ifndef POLYGIL_RUNTIME_MODULES__HASHLIB_OBJECTS_H_
#define POLYGIL_RUNTIME_MODULES__HASHLIB_OBJECTS_H_

#include <openssl/evp.h>

#include "runtime/object/ownership.h"

namespace polygil {

bool AddHashTypes(Value module);
// A hash object of `digest` (borrowed), fed with `data` unless that is empty.
Owned OpensslHashNew(const EVP_MD* digest, Value data_or_empty);

bool AddHmacType(Value module);
// hmac_new(key, msg=b'', digestmod=None).
Owned HmacNewFunction(Value module, const Value* args);
// hmac_digest(key, msg, digest).
Owned HmacDigestFunction(Value module, const Value* args);
// The digest that `digestmod` names: a str, or one of the module's constructors. New reference.
EVP_MD* DigestOfModule(Value digestmod);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__HASHLIB_OBJECTS_H_
