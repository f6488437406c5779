// _hashlib: digests, HMAC and key derivation by OpenSSL's libcrypto.

#include <openssl/evp.h>

#include <climits>

#include "runtime/modules/_hashlib/digests.h"
#include "runtime/modules/_hashlib/objects.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/mapping_proxy.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned NewFunction(Value, const Value* args) {
  if (!IsStr(args[0])) return Raise(&TypeErrorType, "name must be a string");
  Handle owner;
  std::string_view name = TRY(StrAsUtf8(args[0], &owner));
  EVP_MD* digest = TRY(FetchDigest(name.data()));
  Handle hash = OpensslHashNew(digest, args[1]);
  EVP_MD_free(digest);
  return hash.Release();
}

template <int kRow>
Owned RowFunction(Value, const Value* args) {
  return OpensslHashNew(TRY(DigestOfRow(kRow)), args[0]);
}

Owned Pbkdf2Function(Value, const Value* a) {
  if (!IsStr(a[0]))
    return Raise(&TypeErrorType, "pbkdf2_hmac() argument 'hash_name' must be str, not %T", a[0]);
  ScopedBuffer password, salt;
  TRY_VOID(password.Acquire(a[1]) && salt.Acquire(a[2]));
  int64_t iterations = TRY(AsInt64(a[3]));
  EVP_MD* digest = TRY(DigestOfModule(a[0]));
  struct Freed {
    EVP_MD* digest;
    ~Freed() { EVP_MD_free(digest); }
  } freed{digest};
  if (password.size() > INT_MAX) return Raise(&OverflowErrorType, "password is too long.");
  if (salt.size() > INT_MAX) return Raise(&OverflowErrorType, "salt is too long.");
  if (iterations < 1) return Raise(&ValueErrorType, "iteration value must be greater than 0.");
  if (iterations > INT_MAX) return Raise(&OverflowErrorType, "iteration value is too great.");
  int64_t length = EVP_MD_get_size(digest);
  if (a[4] && !a[4].IsNone()) length = TRY(AsInt64(a[4]));
  if (length < 1) return Raise(&ValueErrorType, "key length must be greater than 0.");
  if (length > INT_MAX) return Raise(&OverflowErrorType, "key length is too great.");
  Handle key = TRY(BytesNew(nullptr, length));
  int ok;
  {
    GilReleased released;
    ok = PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()),
                           static_cast<int>(password.size()), salt.data(),
                           static_cast<int>(salt.size()), static_cast<int>(iterations), digest,
                           static_cast<int>(length), key.As<Bytes>()->data);
  }
  return ok == 1 ? key.Release() : Owned(RaiseCrypto());
}

// A required parameter of scrypt().
Fallible<uint64_t> ScryptNumber(Value v, const char* name) {
  if (v && !v.IsNone() && !IsAnyInt(v))
    return Raise(&TypeErrorType, "scrypt() argument '%s' must be int, not %T", name, v);
  uint64_t number;
  if (!v || v.IsNone() || IntSign(v) < 0 || !IntFitsUint64(v, &number))
    return Raise(&TypeErrorType, "%s is required and must be an unsigned int", name);
  return number;
}

Owned ScryptFunction(Value, const Value* a) {
  ScopedBuffer password, salt;
  TRY_VOID(password.Acquire(a[0]));
  if (!a[1] || a[1].IsNone()) return Raise(&TypeErrorType, "salt is required");
  TRY_VOID(salt.Acquire(a[1]));
  if (password.size() > INT_MAX) return Raise(&OverflowErrorType, "password is too long.");
  if (salt.size() > INT_MAX) return Raise(&OverflowErrorType, "salt is too long.");
  uint64_t n = TRY(ScryptNumber(a[2], "n"));
  if (n < 2 || (n & (n - 1)) != 0) return Raise(&ValueErrorType, "n must be a power of 2.");
  uint64_t r = TRY(ScryptNumber(a[3], "r"));
  uint64_t p = TRY(ScryptNumber(a[4], "p"));
  int64_t memory = a[5] ? TRY(AsInt64(a[5])) : 0;
  if (memory < 0 || memory > INT_MAX)
    return Raise(&ValueErrorType, "maxmem must be positive and smaller than %d", INT_MAX);
  int64_t length = a[6] ? TRY(AsInt64(a[6])) : 64;
  if (length < 1 || length > INT_MAX)
    return Raise(&ValueErrorType, "dklen must be greater than 0 and smaller than %d", INT_MAX);
  auto* secret = reinterpret_cast<const char*>(password.data());
  auto secret_size = static_cast<size_t>(password.size());
  auto salt_size = static_cast<size_t>(salt.size());
  auto limit = static_cast<uint64_t>(memory);
  // Without a place for the key, the parameters are checked only.
  if (EVP_PBE_scrypt(nullptr, 0, nullptr, 0, n, r, p, limit, nullptr, 0) != 1) return RaiseCrypto();
  Handle key = TRY(BytesNew(nullptr, length));
  int ok;
  {
    GilReleased released;
    ok = EVP_PBE_scrypt(secret, secret_size, salt.data(), salt_size, n, r, p, limit,
                        key.As<Bytes>()->data, static_cast<size_t>(length));
  }
  return ok == 1 ? key.Release() : Owned(RaiseCrypto());
}

Owned FipsModeFunction(Value) {
  return Owned(Value::Int(EVP_default_properties_is_fips_enabled(nullptr)));
}

#define CONSTRUCTOR(row, name)                                                            \
  PY_FUNCTION(_hashlib, openssl_##name, Bound(RowFunction<row>),                          \
              "($module, /, string=b'', *, usedforsecurity=True)\n--\n\nReturns a " #name \
              " hash object; optionally initialized with a string")

// In the order of kNamedDigests.
constexpr MethodDef kConstructors[] = {CONSTRUCTOR(0, md5),
                                       CONSTRUCTOR(1, sha1),
                                       CONSTRUCTOR(2, sha224),
                                       CONSTRUCTOR(3, sha256),
                                       CONSTRUCTOR(4, sha384),
                                       CONSTRUCTOR(5, sha512),
                                       CONSTRUCTOR(6, sha3_224),
                                       CONSTRUCTOR(7, sha3_256),
                                       CONSTRUCTOR(8, sha3_384),
                                       CONSTRUCTOR(9, sha3_512),
                                       CONSTRUCTOR(10, shake_128),
                                       CONSTRUCTOR(11, shake_256),
                                       {}};

// The functions, and the mapping from each to its digest's name that hmac asks.
bool AddConstructors(Value module) {
  TRY_VOID(AddModuleFunctions(module, "_hashlib", kConstructors));
  Handle names = TRY(DictNew());
  for (int row = 0; row < kNamedDigestCount; ++row) {
    Handle function = TRY(GetAttribute(module, kConstructors[row].name));
    Handle name = TRY(StrInternUtf8(kNamedDigests[row].name));
    TRY_VOID(DictSet(names, function, name));
  }
  TRY_VOID(ModuleStateSet("_hashlib.constructors", names));
  return ModuleAdd(module, "_constructors", MappingProxyNew(names));
}

bool AddError(Value module) {
  Handle error = Retain(ModuleState("_hashlib.UnsupportedDigestmodError"));
  if (!error) {
    error = TRY(MakeException("_hashlib.UnsupportedDigestmodError", Value::Pointer(&ValueErrorType),
                              Value::Empty()));
    TRY_VOID(ModuleStateSet("_hashlib.UnsupportedDigestmodError", error));
  }
  return ModuleAdd(module, "UnsupportedDigestmodError", error.Release());
}

bool Execute(Value module) {
  Handle operators = TRY(ImportModule("_operator"));
  return AddHashTypes(module) && AddHmacType(module) && AddError(module) &&
         AddConstructors(module) && ModuleAdd(module, "openssl_md_meth_names", AllDigestNames()) &&
         ModuleAdd(module, "compare_digest", GetAttribute(operators, "_compare_digest"));
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_hashlib, new, Bound(NewFunction),
                "($module, /, name, string=b'', *, usedforsecurity=True)\n--\n\nReturn a new hash "
                "object using the named algorithm."),
    PY_FUNCTION(_hashlib, pbkdf2_hmac, Bound(Pbkdf2Function),
                "($module, /, hash_name, password, salt, iterations,\n            "
                "dklen=None)\n--\n\nPassword based key derivation function 2 (PKCS #5 v2.0) with "
                "HMAC as pseudorandom function."),
    PY_FUNCTION(_hashlib, scrypt, Bound(ScryptFunction),
                "($module, /, password, *, salt=None, n=None, r=None, p=None,\n       maxmem=0, "
                "dklen=64)\n--\n\nscrypt password-based key derivation function."),
    PY_FUNCTION(_hashlib, get_fips_mode, NoArgs(FipsModeFunction),
                "($module, /)\n--\n\nDetermine the OpenSSL FIPS mode of operation."),
    PY_FUNCTION(_hashlib, hmac_digest, Bound(HmacDigestFunction),
                "($module, /, key, msg, digest)\n--\n\nSingle-shot HMAC."),
    PY_FUNCTION(_hashlib, hmac_new, Bound(HmacNewFunction),
                "($module, /, key, msg=b'', digestmod=None)\n--\n\nReturn a new hmac object."),
    {}};

}  // namespace

extern const ModuleDefinition HashlibModule;
const ModuleDefinition HashlibModule = {"_hashlib", "OpenSSL interface for hashlib module",
                                        kFunctions, Execute};

}  // namespace polygil
