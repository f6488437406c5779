#include "runtime/modules/hashes/hash_object.h"

#include <openssl/evp.h>

#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

bool AcquireHashInput(Value data, ScopedBuffer* buffer) {
  if (IsStr(data)) return Raise(&TypeErrorType, "Strings must be encoded before hashing");
  if (!SupportsBuffer(data))
    return Raise(&TypeErrorType, "object supporting the buffer API required");
  return buffer->Acquire(data);
}

Owned DigestBytes(const uint8_t* digest, int64_t size) { return BytesNew(digest, size); }

Owned DigestText(const uint8_t* digest, int64_t size) {
  Handle text = TRY(StrNew(size * 2, 0x7f));
  auto* out = static_cast<char*>(StrUnits(text));
  for (int64_t i = 0; i < size; ++i) {
    *out++ = "0123456789abcdef"[digest[i] >> 4];
    *out++ = "0123456789abcdef"[digest[i] & 15];
  }
  return text.Release();
}

namespace {

struct HashObject : Object {
  EVP_MD_CTX* context;
  const HashAlgorithm* algorithm;
};

HashObject* Of(Value self) { return self.As<HashObject>(); }

Raised RaiseOpenssl() { return Raise(&ValueErrorType, "the digest failed in OpenSSL"); }

Owned NewFor(const HashAlgorithm* algorithm) {
  Handle result = TRY(AllocateObject(algorithm->type));
  Of(result)->algorithm = algorithm;
  Of(result)->context = EVP_MD_CTX_new();
  if (Of(result)->context == nullptr) return RaiseMemoryError();
  return result.Release();
}

bool Feed(HashObject* object, Value data) {
  ScopedBuffer buffer;
  TRY_VOID(AcquireHashInput(data, &buffer));
  // The GIL keeps other threads from the digest's state.
  int ok = EVP_DigestUpdate(object->context, buffer.data(), static_cast<size_t>(buffer.size()));
  return ok == 1 || RaiseOpenssl();
}

Owned Update(Value self, Value data) {
  Handle hold = Retain(self);
  return Feed(Of(self), data) ? OwnNone() : Owned();
}

Owned Copy(Value self) {
  Handle copy = TRY(NewFor(Of(self)->algorithm));
  if (EVP_MD_CTX_copy_ex(Of(copy)->context, Of(self)->context) != 1) return RaiseOpenssl();
  return copy.Release();
}

// The digest of what was fed so far; `length` is for the extendable ones.
Owned Finish(Value self, int64_t length, Owned (*show)(const uint8_t*, int64_t)) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  if (context == nullptr) return RaiseMemoryError();
  uint8_t inline_digest[EVP_MAX_MD_SIZE];
  Owned result;
  bool ok = EVP_MD_CTX_copy_ex(context, Of(self)->context) == 1;
  if (Of(self)->algorithm->extendable) {
    Handle bytes = BytesNew(nullptr, length);
    uint8_t* digest = bytes ? bytes.As<Bytes>()->data : nullptr;
    ok = ok && digest != nullptr &&
         (length == 0 || EVP_DigestFinalXOF(context, digest, static_cast<size_t>(length)) == 1);
    if (ok) result = show(digest, length);
  } else {
    unsigned size = 0;
    ok = ok && EVP_DigestFinal_ex(context, inline_digest, &size) == 1;
    if (ok) result = show(inline_digest, static_cast<int64_t>(size));
  }
  EVP_MD_CTX_free(context);
  if (!ok && !HasPendingException()) return RaiseOpenssl();
  return result;
}
Owned Digest(Value self) { return Finish(self, 0, DigestBytes); }
Owned HexDigest(Value self) { return Finish(self, 0, DigestText); }

Owned FinishLength(Value self, Value length, Owned (*show)(const uint8_t*, int64_t)) {
  int64_t size = TRY(AsInt64(length));
  if (size < 0) return Raise(&ValueErrorType, "value must be positive");
  if (size >= 1 << 29) return Raise(&ValueErrorType, "length is too large");
  return Finish(self, size, show);
}
Owned DigestOf(Value self, const Value* args) { return FinishLength(self, args[0], DigestBytes); }
Owned HexDigestOf(Value self, const Value* args) { return FinishLength(self, args[0], DigestText); }

Owned GetBlockSize(Value self) {
  return IntFromInt64(EVP_MD_CTX_block_size(Of(self)->context));
}
Owned GetDigestSize(Value self) {
  if (Of(self)->algorithm->extendable) return Owned(Value::Int(0));
  return IntFromInt64(EVP_MD_CTX_size(Of(self)->context));
}
Owned GetName(Value self) { return StrFromUtf8(Of(self)->algorithm->name); }

void Destroy(Object* self) { EVP_MD_CTX_free(static_cast<HashObject*>(self)->context); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(hash, copy, NoArgs(Copy), kHashCopyDoc),
    PY_METHOD(hash, digest, NoArgs(Digest), kHashDigestDoc),
    PY_METHOD(hash, hexdigest, NoArgs(HexDigest), kHashHexDoc),
    PY_METHOD(hash, update, OneArg(Update), kHashUpdateDoc),
    {}};
constexpr MethodDef kExtendableMethods[] = {
    PY_METHOD(hash, copy, NoArgs(Copy), kHashCopyDoc),
    PY_METHOD(hash, digest, Bound(DigestOf),
              "($self, length, /)\n--\n\nReturn the digest value as a bytes object."),
    PY_METHOD(hash, hexdigest, Bound(HexDigestOf),
              "($self, length, /)\n--\n\nReturn the digest value as hexadecimal digits."),
    PY_METHOD(hash, update, OneArg(Update), kHashUpdateDoc),
    {}};
constexpr PropertyDef kProperties[] = {
    {"block_size", GetBlockSize}, {"digest_size", GetDigestSize}, {"name", GetName}, {}};

// The parameters of Keccak: 1600 bits of state are rate (a block) and capacity.
int64_t RateOf(Value self) { return int64_t{EVP_MD_CTX_block_size(Of(self)->context)} * 8; }
Owned GetRate(Value self) { return Owned(Value::Int(RateOf(self))); }
Owned GetCapacity(Value self) { return Owned(Value::Int(1600 - RateOf(self))); }
Owned GetSuffix(Value self) { return BytesNew(Of(self)->algorithm->extendable ? "\x1f" : "\x06", 1); }
constexpr PropertyDef kKeccakProperties[] = {{"block_size", GetBlockSize},
                                             {"digest_size", GetDigestSize},
                                             {"name", GetName},
                                             {"_capacity_bits", GetCapacity},
                                             {"_rate_bits", GetRate},
                                             {"_suffix", GetSuffix},
                                             {}};

}  // namespace

bool AddHash(Value module, const HashAlgorithm* algorithm) {
  Type* type = algorithm->type;
  type->slots.destroy = Destroy;
  TypeSpec spec = {.type = type,
                   .name = algorithm->type_name,
                   .basic_size = sizeof(HashObject),
                   .flags = algorithm->is_class ? 0u : uint32_t{kTypeNoInstantiation},
                   .methods = algorithm->extendable ? kExtendableMethods : kMethods,
                   .properties = algorithm->is_class ? kKeccakProperties : kProperties};
  if (algorithm->is_class) return AddType(module, spec);
  return ReadyType(spec);
}

Owned HashNew(const HashAlgorithm* algorithm, const Value* args, size_t nargs,
              Value keyword_names) {
  Value bound[2];
  const char* signature = algorithm->is_class ? "(data=b'', /, *, usedforsecurity=True)\n--\n\n"
                                              : "(string=b'', *, usedforsecurity=True)\n--\n\n";
  TRY_VOID(BindArguments(algorithm->name, signature, args, nargs, keyword_names, bound));
  const EVP_MD* digest = EVP_get_digestbyname(algorithm->openssl_name);
  if (digest == nullptr) return Raise(&ValueErrorType, "unsupported hash type %s", algorithm->name);
  Handle result = TRY(NewFor(algorithm));
  if (EVP_DigestInit_ex(Of(result)->context, digest, nullptr) != 1) return RaiseOpenssl();
  if (bound[0]) TRY_VOID(Feed(Of(result), bound[0]));
  return result.Release();
}

}  // namespace polygil
