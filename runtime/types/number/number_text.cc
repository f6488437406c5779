#include "runtime/types/number/number_text.h"

#include "runtime/base/unicode/properties.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool IsAsciiSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

char AsciiOf(uint32_t c) {
  if (c < 0x80) return static_cast<char>(c);
  if (UnicodeIsSpace(c)) return ' ';
  int digit = UnicodeDecimal(c);
  return digit >= 0 ? static_cast<char>('0' + digit) : '?';
}

}  // namespace

bool NumberText::Read(Value text) {
  if (IsStr(text)) {
    const Str* str = text.As<Str>();
    size_ = static_cast<size_t>(str->size);
    if (str->is_ascii()) {
      data_ = reinterpret_cast<const char*>(str->latin1());
    } else {
      if (!buffer_.Allocate(str->size)) return RaiseMemoryError();
      for (int64_t i = 0; i < str->size; ++i) buffer_.data()[i] = AsciiOf(StrAt(text, i));
      data_ = buffer_.data();
    }
  } else if (IsBytes(text)) {
    data_ = BytesView(text).data();
    size_ = BytesView(text).size();
  } else {
    const ByteArray* array = text.As<ByteArray>();
    data_ = reinterpret_cast<const char*>(array->data);
    size_ = static_cast<size_t>(array->size);
  }
  Strip();
  return true;
}

void NumberText::Strip() {
  while (size_ > 0 && IsAsciiSpace(data_[0])) ++data_, --size_;
  while (size_ > 0 && IsAsciiSpace(data_[size_ - 1])) --size_;
}

Owned NumberTextForMessage(Value text) {
  if (IsStr(text) || IsBytes(text)) return Retain(text);
  const ByteArray* array = text.As<ByteArray>();
  return BytesNew(array->size == 0 ? "" : reinterpret_cast<const char*>(array->data), array->size);
}

}  // namespace polygil
