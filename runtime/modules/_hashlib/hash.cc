// HASH and HASHXOF: a digest under way.

#include "runtime/modules/_hashlib/digests.h"
#include "runtime/modules/_hashlib/feed.h"
#include "runtime/modules/_hashlib/objects.h"
#include "runtime/modules/hashes/hash_object.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type HashType, HashXofType;

// From this size on other threads run meanwhile.

struct HashObject : Object {
  EVP_MD_CTX* context;
  bool busy;
};
HashObject* Of(Value self) { return self.As<HashObject>(); }
const EVP_MD* DigestOf(Value self) { return EVP_MD_CTX_get0_md(Of(self)->context); }
bool IsExtendable(const EVP_MD* digest) {
  return (EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF) != 0;
}

bool Feed(HashObject* self, Value data) {
  return FeedInput(&self->busy, data, [self](const void* bytes, size_t size) {
    return EVP_DigestUpdate(self->context, static_cast<const uint8_t*>(bytes), size);
  });
}

Owned HashUpdate(Value self, Value data) {
  Handle hold = Retain(self);
  return Feed(Of(self), data) ? OwnNone() : Owned();
}

Owned NewContext(Type* type) {
  Handle self = TRY(AllocateObject(type));
  Of(self)->context = EVP_MD_CTX_new();
  if (Of(self)->context == nullptr) return RaiseMemoryError();
  return self.Release();
}

Owned HashCopy(Value self) {
  Handle copy = TRY(NewContext(TypeOf(self)));
  StreamTurn turn(&Of(self)->busy);
  if (EVP_MD_CTX_copy_ex(Of(copy)->context, Of(self)->context) != 1) return RaiseCrypto();
  return copy.Release();
}

using Shower = Owned (*)(const uint8_t*, int64_t);

// The digest so far, from a copy of the context.
Owned Finish(Value self, int64_t length, Shower show) {
  Handle copy = TRY(HashCopy(self));
  EVP_MD_CTX* context = Of(copy)->context;
  if (!IsExtendable(DigestOf(self))) {
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_DigestFinal_ex(context, digest, &size) != 1) return RaiseCrypto();
    return show(digest, size);
  }
  Handle bytes = TRY(BytesNew(nullptr, length));
  uint8_t* digest = bytes.As<Bytes>()->data;
  if (length > 0 && EVP_DigestFinalXOF(context, digest, static_cast<size_t>(length)) != 1)
    return RaiseCrypto();
  return show(digest, length);
}

template <Shower kShow>
Owned HashFinish(Value self) {
  return Finish(self, 0, kShow);
}
template <Shower kShow>
Owned HashFinishLength(Value self, const Value* args) {
  int64_t length = TRY(IndexExact(args[0], &OverflowErrorType));
  if (length < 0)
    return Raise(&SystemErrorType, "Negative size passed to PyBytes_FromStringAndSize");
  return Finish(self, length, kShow);
}

Owned GetName(Value self) { return DigestName(DigestOf(self)); }
Owned GetBlockSize(Value self) { return Owned(Value::Int(EVP_MD_get_block_size(DigestOf(self)))); }
Owned GetDigestSize(Value self) {
  return Owned(Value::Int(IsExtendable(DigestOf(self)) ? 0 : EVP_MD_get_size(DigestOf(self))));
}

Owned ReprOf(Value self) {
  Handle name = TRY(GetName(self));
  return StrFormat("<%U %s object @ %p>", name.Get(), TypeOf(self)->native_name,
                   static_cast<void*>(self.AsObject()));
}

void Destroy(Object* self) { EVP_MD_CTX_free(static_cast<HashObject*>(self)->context); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(HASH, update, OneArg(HashUpdate), kHashUpdateDoc),
    PY_METHOD(HASH, digest, NoArgs(HashFinish<DigestBytes>), kHashDigestDoc),
    PY_METHOD(HASH, hexdigest, NoArgs(HashFinish<DigestText>), kHashHexDoc),
    PY_METHOD(HASH, copy, NoArgs(HashCopy), kHashCopyDoc),
    {}};
constexpr MethodDef kXofMethods[] = {
    PY_METHOD(HASHXOF, digest, Bound(HashFinishLength<DigestBytes>),
              "($self, /, length)\n--\n\nReturn the digest value as a bytes object."),
    PY_METHOD(HASHXOF, hexdigest, Bound(HashFinishLength<DigestText>),
              "($self, /, length)\n--\n\nReturn the digest value as a string of hexadecimal "
              "digits."),
    {}};
constexpr PropertyDef kProperties[] = {{"name", GetName, nullptr, "algorithm name."},
                                       {"digest_size", GetDigestSize},
                                       {"block_size", GetBlockSize},
                                       {}};
constexpr PropertyDef kXofProperties[] = {{"digest_size", GetDigestSize}, {}};

}  // namespace

bool AddHashTypes(Value module) {
  HashType.slots.destroy = HashXofType.slots.destroy = Destroy;
  HashType.slots.repr = ReprOf;
  return AddType(module, {.type = &HashType,
                          .name = "_hashlib.HASH",
                          .basic_size = sizeof(HashObject),
                          .flags = kTypeBase | kTypeNoInstantiation,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "A hash is an object used to calculate a checksum of a string of "
                                 "information."}) &&
         AddType(module, {.type = &HashXofType,
                          .name = "_hashlib.HASHXOF",
                          .base = &HashType,
                          .basic_size = sizeof(HashObject),
                          .flags = kTypeNoInstantiation,
                          .methods = kXofMethods,
                          .properties = kXofProperties,
                          .doc = "A hash whose digest has any length that is asked for."});
}

Owned OpensslHashNew(const EVP_MD* digest, Value data) {
  Handle self = TRY(NewContext(IsExtendable(digest) ? &HashXofType : &HashType));
  if (EVP_DigestInit_ex(Of(self)->context, digest, nullptr) != 1) return RaiseCrypto();
  if (data) TRY_VOID(Feed(Of(self), data));
  return self.Release();
}

}  // namespace polygil
