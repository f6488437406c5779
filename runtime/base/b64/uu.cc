#include "runtime/base/b64/uu.h"

namespace polygil::b64 {

void UuEncode(const uint8_t* data, size_t length, bool backtick, uint8_t* out) {
  auto digit = [backtick](size_t bits) {
    bits &= 63;
    return static_cast<uint8_t>(bits == 0 && backtick ? '`' : bits + ' ');
  };
  *out++ = digit(length);
  for (size_t i = 0; i < length; i += 3, out += 4) {
    uint32_t group = 0;
    for (size_t k = 0; k < 3; ++k) group = group << 8 | (i + k < length ? data[i + k] : 0u);
    out[0] = digit(group >> 18);
    out[1] = digit(group >> 12);
    out[2] = digit(group >> 6);
    out[3] = digit(group);
  }
  *out = '\n';
}

size_t UuDecodedSize(const uint8_t* text, size_t length) {
  unsigned first = length != 0 ? text[0] : 0;
  return (first - ' ') & 63;
}

UuError UuDecode(const uint8_t* text, size_t length, uint8_t* out) {
  size_t size = UuDecodedSize(text, length);
  size_t at = 1;
  uint32_t left = 0;
  int bits = 0;
  for (; size > 0; ++at) {
    unsigned c = at < length ? text[at] : '\n';
    if (c == '\n' || c == '\r') {
      c = 0;  // Blanks at the end of the line were lost on the way.
    } else if (c < ' ' || c > ' ' + 64) {
      return UuError::kIllegalCharacter;
    } else {
      c = (c - ' ') & 63;
    }
    left = left << 6 | c;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      *out++ = static_cast<uint8_t>(left >> bits);
      --size;
    }
  }
  for (; at < length; ++at) {
    uint8_t c = text[at];
    if (c != ' ' && c != '`' && c != '\n' && c != '\r') return UuError::kTrailingGarbage;
  }
  return UuError::kNone;
}

const char* UuErrorText(UuError error) {
  switch (error) {
    case UuError::kNone:
      return "";
    case UuError::kIllegalCharacter:
      return "Illegal char";
    case UuError::kTrailingGarbage:
      return "Trailing garbage";
  }
  return "";
}

}  // namespace polygil::b64
