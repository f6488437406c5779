// _md5, _sha1, _sha256, _sha512 and _sha3.

#include "runtime/modules/hashes/hash_object.h"

namespace polygil {
namespace {

Type Md5Type, Sha1Type, Sha224Type, Sha256Type, Sha384Type, Sha512Type;
Type Sha3Types[6];

constexpr HashAlgorithm kMd5 = {"md5", "MD5", "_md5.md5", &Md5Type};
constexpr HashAlgorithm kSha1 = {"sha1", "SHA1", "_sha1.sha1", &Sha1Type};
constexpr HashAlgorithm kSha224 = {"sha224", "SHA224", "_sha256.sha224", &Sha224Type};
constexpr HashAlgorithm kSha256 = {"sha256", "SHA256", "_sha256.sha256", &Sha256Type};
constexpr HashAlgorithm kSha384 = {"sha384", "SHA384", "_sha512.sha384", &Sha384Type};
constexpr HashAlgorithm kSha512 = {"sha512", "SHA512", "_sha512.sha512", &Sha512Type};
constexpr HashAlgorithm kSha3[] = {
    {"sha3_224", "SHA3-224", "_sha3.sha3_224", &Sha3Types[0], false, true},
    {"sha3_256", "SHA3-256", "_sha3.sha3_256", &Sha3Types[1], false, true},
    {"sha3_384", "SHA3-384", "_sha3.sha3_384", &Sha3Types[2], false, true},
    {"sha3_512", "SHA3-512", "_sha3.sha3_512", &Sha3Types[3], false, true},
    {"shake_128", "SHAKE128", "_sha3.shake_128", &Sha3Types[4], true, true},
    {"shake_256", "SHAKE256", "_sha3.shake_256", &Sha3Types[5], true, true},
};

template <const HashAlgorithm* kAlgorithm>
Owned Make(Value, const Value* args, size_t nargs, Value keyword_names) {
  return HashNew(kAlgorithm, args, nargs, keyword_names);
}
template <int kIndex>
Owned MakeSha3(Type*, const Value* args, size_t nargs, Value keyword_names) {
  return HashNew(&kSha3[kIndex], args, nargs, keyword_names);
}

#define HASH_FUNCTION(name, algorithm)                                            \
  PY_FUNCTION(hashes, name, Keywords(Make<&algorithm>),                           \
              "($module, /, string=b'', *, usedforsecurity=True)\n--\n\n"         \
              "Return a new hash object; optionally initialized with a string.")

constexpr MethodDef kMd5Functions[] = {HASH_FUNCTION(md5, kMd5), {}};
constexpr MethodDef kSha1Functions[] = {HASH_FUNCTION(sha1, kSha1), {}};
constexpr MethodDef kSha256Functions[] = {HASH_FUNCTION(sha224, kSha224),
                                          HASH_FUNCTION(sha256, kSha256), {}};
constexpr MethodDef kSha512Functions[] = {HASH_FUNCTION(sha384, kSha384),
                                          HASH_FUNCTION(sha512, kSha512), {}};

bool ExecuteMd5(Value module) { return AddHash(module, &kMd5); }
bool ExecuteSha1(Value module) { return AddHash(module, &kSha1); }
bool ExecuteSha256(Value module) { return AddHash(module, &kSha224) && AddHash(module, &kSha256); }
bool ExecuteSha512(Value module) { return AddHash(module, &kSha384) && AddHash(module, &kSha512); }
bool ExecuteSha3(Value module) {
  NewSlot makers[] = {MakeSha3<0>, MakeSha3<1>, MakeSha3<2>, MakeSha3<3>, MakeSha3<4>, MakeSha3<5>};
  for (int i = 0; i < 6; ++i) {
    kSha3[i].type->slots.new_instance = makers[i];
    TRY_VOID(AddHash(module, &kSha3[i]));
  }
  return ModuleAddStr(module, "implementation", "OpenSSL");
}

}  // namespace

extern const ModuleDefinition Md5Module, Sha1Module, Sha256Module, Sha512Module, Sha3Module;
const ModuleDefinition Md5Module = {"_md5", nullptr, kMd5Functions, ExecuteMd5};
const ModuleDefinition Sha1Module = {"_sha1", nullptr, kSha1Functions, ExecuteSha1};
const ModuleDefinition Sha256Module = {"_sha256", nullptr, kSha256Functions, ExecuteSha256};
const ModuleDefinition Sha512Module = {"_sha512", nullptr, kSha512Functions, ExecuteSha512};
const ModuleDefinition Sha3Module = {"_sha3", nullptr, nullptr, ExecuteSha3};

}  // namespace polygil
