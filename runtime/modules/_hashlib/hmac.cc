// HMAC (RFC 2104) by OpenSSL.

#define OPENSSL_SUPPRESS_DEPRECATED  // HMAC_CTX: the new interface is the same, with more look-ups
#include <openssl/hmac.h>

#include <climits>

#include "runtime/modules/_hashlib/digests.h"
#include "runtime/modules/_hashlib/feed.h"
#include "runtime/modules/_hashlib/objects.h"
#include "runtime/modules/hashes/hash_object.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type HmacType;

struct HmacObject : Object {
  HMAC_CTX* context;
  bool busy;
};
HmacObject* Of(Value self) { return self.As<HmacObject>(); }
const EVP_MD* DigestOf(Value self) { return HMAC_CTX_get_md(Of(self)->context); }

bool Feed(HmacObject* self, Value data) {
  return FeedInput(&self->busy, data, [self](const void* bytes, size_t size) {
    return HMAC_Update(self->context, static_cast<const uint8_t*>(bytes), size);
  });
}

Owned NewContext() {
  Handle self = TRY(AllocateObject(&HmacType));
  Of(self)->context = HMAC_CTX_new();
  if (Of(self)->context == nullptr) return RaiseMemoryError();
  return self.Release();
}

Owned HmacUpdate(Value self, const Value* args) {
  Handle hold = Retain(self);
  return Feed(Of(self), args[0]) ? OwnNone() : Owned();
}

Owned HmacCopy(Value self) {
  Handle copy = TRY(NewContext());
  StreamTurn turn(&Of(self)->busy);
  if (HMAC_CTX_copy(Of(copy)->context, Of(self)->context) != 1) return RaiseCrypto();
  return copy.Release();
}

template <Owned (*kShow)(const uint8_t*, int64_t)>
Owned HmacFinish(Value self) {
  Handle copy = TRY(HmacCopy(self));
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = sizeof(digest);
  if (HMAC_Final(Of(copy)->context, digest, &size) != 1) return RaiseCrypto();
  return kShow(digest, size);
}

Owned GetName(Value self) {
  Handle name = TRY(DigestName(DigestOf(self)));
  return StrFormat("hmac-%U", name.Get());
}
Owned GetBlockSize(Value self) { return Owned(Value::Int(EVP_MD_get_block_size(DigestOf(self)))); }
Owned GetDigestSize(Value self) { return Owned(Value::Int(EVP_MD_get_size(DigestOf(self)))); }

Owned ReprOf(Value self) {
  Handle name = TRY(DigestName(DigestOf(self)));
  return StrFormat("<%U HMAC object @ %p>", name.Get(), static_cast<void*>(self.AsObject()));
}

void Destroy(Object* self) { HMAC_CTX_free(static_cast<HmacObject*>(self)->context); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(HMAC, update, Bound(HmacUpdate),
              "($self, /, msg)\n--\n\nUpdate the HMAC object with msg."),
    PY_METHOD(HMAC, digest, NoArgs(HmacFinish<DigestBytes>),
              "($self, /)\n--\n\nReturn the digest of the bytes passed to the update() method so "
              "far."),
    PY_METHOD(HMAC, hexdigest, NoArgs(HmacFinish<DigestText>),
              "($self, /)\n--\n\nReturn hexadecimal digest of the bytes passed to the update() "
              "method so far."),
    PY_METHOD(HMAC, copy, NoArgs(HmacCopy),
              "($self, /)\n--\n\nReturn a copy (\"clone\") of the HMAC object."),
    {}};
constexpr PropertyDef kProperties[] = {
    {"digest_size", GetDigestSize}, {"block_size", GetBlockSize}, {"name", GetName}, {}};

// Releases a fetched digest at the end of its scope.
struct FetchedDigest {
  EVP_MD* digest;
  ~FetchedDigest() { EVP_MD_free(digest); }
};

}  // namespace

EVP_MD* DigestOfModule(Value digestmod) {
  if (IsStr(digestmod)) {
    Handle owner;
    std::string_view name = TRY(StrAsUtf8(digestmod, &owner));
    return FetchDigest(name.data());
  }
  Handle name = Retain(DictGet(ModuleState("_hashlib.constructors"), digestmod));
  if (name) return DigestOfModule(name);
  if (HasPendingException()) ClearPending();
  return Raise(ModuleStateType("_hashlib.UnsupportedDigestmodError"), "Unsupported digestmod %R",
               digestmod);
}

Owned HmacNewFunction(Value, const Value* args) {
  ScopedBuffer key;
  TRY_VOID(key.Acquire(args[0]));
  if (key.size() > INT_MAX) return Raise(&OverflowErrorType, "key is too long.");
  if (!args[2] || args[2].IsNone())
    return Raise(&TypeErrorType, "Missing required parameter 'digestmod'.");
  FetchedDigest fetched{TRY(DigestOfModule(args[2]))};
  Handle self = TRY(NewContext());
  if (HMAC_Init_ex(Of(self)->context, key.data(), static_cast<int>(key.size()), fetched.digest,
                   nullptr) != 1)
    return RaiseCrypto();
  if (args[1] && !args[1].IsNone()) TRY_VOID(Feed(Of(self), args[1]));
  return self.Release();
}

Owned HmacDigestFunction(Value, const Value* args) {
  ScopedBuffer key, message;
  TRY_VOID(key.Acquire(args[0]) && message.Acquire(args[1]));
  FetchedDigest fetched{TRY(DigestOfModule(args[2]))};
  if (key.size() > INT_MAX) return Raise(&OverflowErrorType, "key is too long.");
  if (message.size() > INT_MAX) return Raise(&OverflowErrorType, "message is too long.");
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const uint8_t* made;
  {
    GilReleased released;
    made = HMAC(fetched.digest, key.data(), static_cast<int>(key.size()), message.data(),
                static_cast<size_t>(message.size()), digest, &size);
  }
  if (made == nullptr) return RaiseCrypto();
  return DigestBytes(digest, size);
}

bool AddHmacType(Value module) {
  HmacType.slots.destroy = Destroy;
  HmacType.slots.repr = ReprOf;
  return AddType(module, {.type = &HmacType,
                          .name = "_hashlib.HMAC",
                          .basic_size = sizeof(HmacObject),
                          .flags = kTypeNoInstantiation,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "The object used to calculate HMAC of a message."});
}

}  // namespace polygil
