// _blake2: blake2b and blake2s.

#include "runtime/modules/hashes/blake2.h"
#include "runtime/modules/hashes/hash_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

template <typename Traits>
struct Blake2Object : Object {
  Blake2<Traits> hash;
};

template <typename Traits>
struct Kind {
  static Type type;
  static constexpr bool kIsB = sizeof(typename Traits::Word) == 8;
  static constexpr const char* kName = kIsB ? "blake2b" : "blake2s";
  static constexpr const char* kTypeName = kIsB ? "_blake2.blake2b" : "_blake2.blake2s";
};
template <typename Traits>
Type Kind<Traits>::type;

template <typename Traits>
Blake2<Traits>* Of(Value self) {
  return &self.As<Blake2Object<Traits>>()->hash;
}

// A bytes-like parameter of at most `maximum` bytes; returns its size.
Fallible<int64_t> CopyBytes(Value v, const char* what, int64_t maximum, uint8_t* out) {
  if (!v) return int64_t{0};
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(v));
  if (buffer.size() > maximum)
    return Raise(&ValueErrorType, "maximum %s length is %zd bytes", what,
                 static_cast<ssize_t>(maximum));
  if (buffer.size() > 0) memcpy(out, buffer.data(), static_cast<size_t>(buffer.size()));
  return buffer.size();
}

// An int of [low, high], which keeps its default if it wasn't given.
template <typename Integer>
bool IntParameter(Value v, int64_t low, int64_t high, const char* message, Integer* out) {
  if (!v) return true;
  int64_t value = TRY(AsInt64(v));
  if (value < low || value > high) return Raise(&ValueErrorType, "%s", message);
  *out = static_cast<Integer>(value);
  return true;
}

template <typename Traits>
bool ParseParameters(const Value* a, Blake2Parameters* p) {
  p->digest_size = Traits::kOut;
  Handle text = TRY(StrFormat("digest_size for %s must be between 1 and %d bytes, here it is %S",
                              Kind<Traits>::kName, Traits::kOut, a[1] ? a[1] : Value::Int(0)));
  Handle owner;
  std::string_view message = TRY(StrAsUtf8(text, &owner));
  TRY_VOID(IntParameter(a[1], 1, Traits::kOut, message.data(), &p->digest_size));
  p->key_size = static_cast<uint8_t>(TRY(CopyBytes(a[2], "key", Traits::kKey, p->key)));
  Fallible<int64_t> salt = CopyBytes(a[3], "salt", Traits::kSalt, p->salt);
  Fallible<int64_t> person;
  if (salt) person = CopyBytes(a[4], "person", Traits::kPerson, p->person);
  if (!salt || !person) return false;
  TRY_VOID(IntParameter(a[5], 0, 255, "fanout must be between 0 and 255", &p->fanout));
  TRY_VOID(IntParameter(a[6], 1, 255, "depth must be between 1 and 255", &p->depth));
  if (a[7]) {
    Handle leaf = TRY(Index(a[7]));
    if (IntSign(leaf) < 0) return Raise(&ValueErrorType, "value must be positive");
    uint64_t size = TRY(IntAsUint64(leaf));
    if (size > UINT32_MAX) return Raise(&OverflowErrorType, "leaf_size is too large");
    p->leaf_size = static_cast<uint32_t>(size);
  }
  if (a[8]) {
    Handle offset = TRY(Index(a[8]));
    if (IntSign(offset) < 0) return Raise(&ValueErrorType, "value must be positive");
    p->node_offset = TRY(IntAsUint64(offset));
    if (p->node_offset > Traits::kMaximumOffset)
      return Raise(&OverflowErrorType, "node_offset is too large");
  }
  TRY_VOID(IntParameter(a[9], 0, 255, "node_depth must be between 0 and 255", &p->node_depth));
  Handle inner = TRY(StrFormat("inner_size must be between 0 and is %d", Traits::kOut));
  message = TRY(StrAsUtf8(inner, &owner));
  TRY_VOID(IntParameter(a[10], 0, Traits::kOut, message.data(), &p->inner_size));
  if (a[11]) p->last_node = TRY(IsTrue(a[11]));
  return true;
}

template <typename Traits>
bool Feed(Value self, Value data) {
  ScopedBuffer buffer;
  TRY_VOID(AcquireHashInput(data, &buffer));
  Of<Traits>(self)->Update(buffer.data(), static_cast<size_t>(buffer.size()));
  return true;
}

template <typename Traits>
Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[13];
  TRY_VOID(BindArguments(Kind<Traits>::kName,
                         "(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, "
                         "depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, "
                         "last_node=False, usedforsecurity=True)\n--\n\n",
                         args, nargs, keyword_names, bound));
  Blake2Parameters parameters;
  TRY_VOID(ParseParameters<Traits>(bound, &parameters));
  Handle result = TRY(NewInstanceOf(type));
  Of<Traits>(result)->Start(parameters);
  if (bound[0]) TRY_VOID(Feed<Traits>(result, bound[0]));
  return result.Release();
}

template <typename Traits>
Owned Update(Value self, Value data) {
  return Feed<Traits>(self, data) ? OwnNone() : Owned();
}
template <typename Traits>
Owned Copy(Value self) {
  Handle copy = TRY(NewInstanceOf(TypeOf(self)));
  *Of<Traits>(copy) = *Of<Traits>(self);
  return copy.Release();
}
template <typename Traits, Owned (*kShow)(const uint8_t*, int64_t)>
Owned Finish(Value self) {
  Blake2<Traits> hash = *Of<Traits>(self);
  uint8_t digest[Traits::kOut];
  hash.Finish(digest);
  return kShow(digest, static_cast<int64_t>(hash.digest_size()));
}
template <typename Traits>
Owned GetName(Value) {
  return StrFromUtf8(Kind<Traits>::kName);
}
template <typename Traits>
Owned GetBlockSize(Value) {
  return Owned(Value::Int(Blake2<Traits>::kBlock));
}
template <typename Traits>
Owned GetDigestSize(Value self) {
  return Owned(Value::Int(static_cast<int64_t>(Of<Traits>(self)->digest_size())));
}

template <typename Traits>
constexpr MethodDef kMethods[] = {
    PY_METHOD(blake2, copy, NoArgs(Copy<Traits>), kHashCopyDoc),
    PY_METHOD(blake2, digest, NoArgs((Finish<Traits, DigestBytes>)), kHashDigestDoc),
    PY_METHOD(blake2, hexdigest, NoArgs((Finish<Traits, DigestText>)), kHashHexDoc),
    PY_METHOD(blake2, update, OneArg(Update<Traits>), kHashUpdateDoc),
    {}};
template <typename Traits>
constexpr PropertyDef kProperties[] = {{"name", GetName<Traits>},
                                       {"block_size", GetBlockSize<Traits>},
                                       {"digest_size", GetDigestSize<Traits>},
                                       {}};

template <typename Traits>
bool AddKind(Value module) {
  Type* type = &Kind<Traits>::type;
  type->slots.new_instance = Make<Traits>;
  TRY_VOID(AddType(module, {.type = type,
                            .name = Kind<Traits>::kTypeName,
                            .basic_size = sizeof(Blake2Object<Traits>),
                            .flags = kTypeBase,
                            .methods = kMethods<Traits>,
                            .properties = kProperties<Traits>,
                            .doc = "Return a new BLAKE2 hash object."}));
  return DictSetAscii(type->dict, "SALT_SIZE", Value::Int(Traits::kSalt)) &&
         DictSetAscii(type->dict, "PERSON_SIZE", Value::Int(Traits::kPerson)) &&
         DictSetAscii(type->dict, "MAX_KEY_SIZE", Value::Int(Traits::kKey)) &&
         DictSetAscii(type->dict, "MAX_DIGEST_SIZE", Value::Int(Traits::kOut));
}

bool Execute(Value module) {
  TRY_VOID(AddKind<Blake2bTraits>(module) && AddKind<Blake2sTraits>(module));
  return ModuleAddInt(module, "BLAKE2B_SALT_SIZE", 16) &&
         ModuleAddInt(module, "BLAKE2B_PERSON_SIZE", 16) &&
         ModuleAddInt(module, "BLAKE2B_MAX_KEY_SIZE", 64) &&
         ModuleAddInt(module, "BLAKE2B_MAX_DIGEST_SIZE", 64) &&
         ModuleAddInt(module, "BLAKE2S_SALT_SIZE", 8) &&
         ModuleAddInt(module, "BLAKE2S_PERSON_SIZE", 8) &&
         ModuleAddInt(module, "BLAKE2S_MAX_KEY_SIZE", 32) &&
         ModuleAddInt(module, "BLAKE2S_MAX_DIGEST_SIZE", 32);
}

}  // namespace

extern const ModuleDefinition Blake2Module;
const ModuleDefinition Blake2Module = {
    "_blake2", "BLAKE2b and BLAKE2s for hashlib.", nullptr, Execute};

}  // namespace polygil
