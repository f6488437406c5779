// strs as UTF-8 for C++ and the operating system.

#include "runtime/base/codec/error_handler.h"
#include "runtime/base/codec/utf8.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/units.h"

namespace polygil {

Fallible<std::string_view> StrAsUtf8(Value s, Handle* owner) {
  const Str* str = s.As<Str>();
  if (str->is_ascii()) {
    *owner = Retain(s);
    return std::string_view(reinterpret_cast<const char*>(str->data),
                            static_cast<size_t>(str->size));
  }
  *owner = EncodeUtf8Strict(s);
  if (owner->IsEmpty()) return Raised();
  return BytesView(*owner);
}

const char* StrForMessage(Value s, char* buffer, size_t buffer_size) {
  const Str* str = s.As<Str>();
  if (str->is_ascii()) return reinterpret_cast<const char*>(str->data);
  auto* at = reinterpret_cast<uint8_t*>(buffer);
  uint8_t* end = at + buffer_size - 5;
  for (int64_t i = 0; i < str->size && at < end; ++i) at = WriteUtf8(at, StrAt(s, i));
  *at = 0;
  return buffer;
}

Owned EncodeUtf8Strict(Value s) {
  TextView text = StrView(s);
  if (s.As<Str>()->is_ascii()) return BytesNew(text.data, text.length);
  int64_t size = MeasureAsUtf8(text);
  if (size < 0) return EncodeUtf8WithErrors(s, "strict");
  Owned made = BytesNew(nullptr, size);
  if (made) EncodeValidUtf8(text, made.Peek().As<Bytes>()->data);
  return made;
}

Owned StrEncodeFs(Value s) {
  TextView text = StrView(s);
  Handle made = MeasureAsUtf8(text) >= 0 ? EncodeUtf8Strict(s)
                                         : EncodeUtf8WithErrors(s, "surrogateescape");
  if (!made) return {};
  if (BytesView(made).find('\0') != std::string_view::npos)
    return Raise(&ValueErrorType, "embedded null byte");
  return made.Release();
}

Owned StrDecodeFs(const char* bytes, size_t size) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes);
  if (MeasureUtf8(data, static_cast<int64_t>(size)).valid) return StrFromUtf8(bytes, size);
  return DecodeUtf8WithErrors(data, static_cast<int64_t>(size), "surrogateescape");
}

}  // namespace polygil
