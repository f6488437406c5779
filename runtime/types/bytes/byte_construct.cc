#include "runtime/types/bytes/byte_construct.h"

#include <cstring>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

bool ReadCodecName(Value v, const char* function, const char* name, Handle* owner,
                   const char** out) {
  *out = nullptr;
  if (!v) return true;
  if (!IsStr(v))
    return Raise(&TypeErrorType, "%s() argument '%s' must be str, not %.50s", function, name,
                 v.IsNone() ? "None" : TypeName(v));
  std::string_view text = TRY(StrAsUtf8(v, owner));
  if (text.find('\0') != std::string_view::npos)
    return Raise(&ValueErrorType, "embedded null character");
  *out = text.data();
  return true;
}

namespace {

Owned Zeros(Value count_value) {
  int64_t count;
  Handle index = TRY(Index(count_value));
  TRY_VOID(ReadSize(index, &count));
  if (count < 0) return Raise(&ValueErrorType, "negative count");
  if (count == 0) return BytesNew("", 0);
  Owned made = BytesNew(nullptr, count);
  if (made) memset(made.Peek().As<Bytes>()->data, 0, static_cast<size_t>(count));
  return made;
}

Owned FromBuffer(Value source) {
  BufferView view{};
  TRY_VOID(GetBuffer(source, &view, kBufferFullReadOnly));
  Owned made = BytesNew(view.length != 0 ? nullptr : "", view.length);
  if (made && view.length != 0) CopyFromBuffer(view, made.Peek().As<Bytes>()->data);
  ReleaseBuffer(&view);
  return made;
}

Owned FromIterable(Value source, const char* type_name, const char* range_message) {
  bool iterable = IsIterable(source);
  if (!iterable)
    return Raise(&TypeErrorType, "cannot convert '%.200s' object to %s", TypeName(source),
                 type_name);
  ByteCollector collector;
  TRY_VOID(collector.Collect(source, range_message));
  return BytesNew(collector.size() != 0 ? collector.data() : reinterpret_cast<const uint8_t*>(""),
                  collector.size());
}

Owned FromBytesMethod(Value source) {
  Handle method = LookupSpecial(source, names.__bytes__);
  if (!method) return {};
  Handle made = TRY(Call(method));
  if (IsBytes(made)) return made.Release();
  return Raise(&TypeErrorType, "__bytes__ returned non-bytes (type %.200s)", TypeName(made));
}

}  // namespace

Owned ConstructBytes(const Value* values, const char* type_name, const char* range_message) {
  Value source = values[0];
  Handle encoding_owner, errors_owner;
  const char *encoding, *errors;
  TRY_VOID(ReadCodecName(values[1], type_name, "encoding", &encoding_owner, &encoding));
  TRY_VOID(ReadCodecName(values[2], type_name, "errors", &errors_owner, &errors));
  if (!source || (!IsStr(source) && (encoding != nullptr || errors != nullptr))) {
    if (encoding != nullptr) return Raise(&TypeErrorType, "encoding without a string argument");
    if (errors != nullptr) return Raise(&TypeErrorType, "errors without a string argument");
    return BytesNew("", 0);
  }
  bool plain = encoding == nullptr && errors == nullptr;
  if (IsExactly(source, BytesType)) return Retain(source);
  if (plain && !IsExactly(source, StrType) && strcmp(type_name, "bytes") == 0) {
    Owned made = FromBytesMethod(source);
    if (made || HasPendingException()) return made;
  }
  if (IsStr(source)) {
    if (encoding == nullptr) return Raise(&TypeErrorType, "string argument without an encoding");
    return EncodeStr(source, encoding, errors);
  }
  if (IsAnyInt(source)) return Zeros(source);
  if (SupportsBuffer(source)) return FromBuffer(source);
  if (TypeOf(source)->slots.index != nullptr) {
    Owned made = Zeros(source);
    if (made || !PendingMatches(&TypeErrorType)) return made;
    ClearPending();
  }
  return FromIterable(source, type_name, range_message);
}

Owned ByteDecodeMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value values[2];
  TRY_VOID(ReadTwo("decode", "($self, /, encoding='utf-8', errors='strict')\n--\n\n", args, nargs,
                   keyword_names, values));
  Handle encoding_owner, errors_owner;
  const char *encoding, *errors;
  TRY_VOID(ReadCodecName(values[0], "decode", "encoding", &encoding_owner, &encoding));
  TRY_VOID(ReadCodecName(values[1], "decode", "errors", &errors_owner, &errors));
  ByteArgument bytes;
  TRY_VOID(bytes.Read(self));
  return DecodeBytes(BytesOfView(bytes.view()), bytes.view().length, encoding, errors);
}

}  // namespace polygil
