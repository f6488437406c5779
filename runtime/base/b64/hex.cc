#include "runtime/base/b64/hex.h"

namespace polygil::b64 {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

int Digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  uint8_t lower = c | 32;
  if (lower >= 'a' && lower <= 'f') return lower - 'a' + 10;
  return -1;
}

size_t Magnitude(ptrdiff_t group) {
  return group < 0 ? size_t{0} - static_cast<size_t>(group) : static_cast<size_t>(group);
}

}  // namespace

size_t HexEncodedSize(size_t length, ptrdiff_t group) {
  size_t each = Magnitude(group);
  size_t separators = each != 0 && length != 0 ? (length - 1) / each : 0;
  if (length > (PTRDIFF_MAX - separators) / 2) return SIZE_MAX;
  return length * 2 + separators;
}

void HexEncode(const uint8_t* data, size_t length, uint8_t separator, ptrdiff_t group,
               uint8_t* out) {
  size_t each = Magnitude(group);
  // Bytes until the next separator.
  size_t left = each;
  if (group > 0 && length % each != 0) left = length % each;
  for (size_t i = 0; i < length; ++i) {
    if (each != 0 && left-- == 0) {
      *out++ = separator;
      left = each - 1;
    }
    *out++ = static_cast<uint8_t>(kDigits[data[i] >> 4]);
    *out++ = static_cast<uint8_t>(kDigits[data[i] & 15]);
  }
}

HexError HexDecode(const uint8_t* text, size_t length, uint8_t* out) {
  if (length % 2 != 0) return HexError::kOddLength;
  for (size_t i = 0; i < length; i += 2) {
    int high = Digit(text[i]), low = Digit(text[i + 1]);
    if (high < 0 || low < 0) return HexError::kNoDigit;
    *out++ = static_cast<uint8_t>(high << 4 | low);
  }
  return HexError::kNone;
}

const char* HexErrorText(HexError error) {
  switch (error) {
    case HexError::kNone:
      return "";
    case HexError::kOddLength:
      return "Odd-length string";
    case HexError::kNoDigit:
      return "Non-hexadecimal digit found";
  }
  return "";
}

}  // namespace polygil::b64
