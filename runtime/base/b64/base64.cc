#include "runtime/base/b64/base64.h"

#include <cstdio>

namespace polygil::b64 {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kForeign = 0x80;

struct DecodeTable {
  uint8_t values[256];

  constexpr DecodeTable() : values() {
    for (uint8_t& value : values) value = kForeign;
    for (uint8_t i = 0; i < 64; ++i) values[static_cast<uint8_t>(kAlphabet[i])] = i;
  }
};
constexpr DecodeTable kDecode;

// Decodes whole groups of four characters of the alphabet; stops at the first
// other one.
void DecodeGroups(const uint8_t** text, const uint8_t* end, uint8_t** out) {
  const uint8_t* p = *text;
  uint8_t* o = *out;
  for (; end - p >= 4; p += 4, o += 3) {
    uint32_t a = kDecode.values[p[0]], b = kDecode.values[p[1]];
    uint32_t c = kDecode.values[p[2]], d = kDecode.values[p[3]];
    if ((a | b | c | d) & kForeign) break;
    uint32_t group = a << 18 | b << 12 | c << 6 | d;
    o[0] = static_cast<uint8_t>(group >> 16);
    o[1] = static_cast<uint8_t>(group >> 8);
    o[2] = static_cast<uint8_t>(group);
  }
  *text = p;
  *out = o;
}

}  // namespace

size_t Base64EncodedSize(size_t length) {
  if (length > (PTRDIFF_MAX - 3) / 2) return SIZE_MAX;
  return (length + 2) / 3 * 4;
}

void Base64Encode(const uint8_t* data, size_t length, uint8_t* out) {
  const uint8_t* end = data + length;
  auto digit = [](uint32_t bits) { return static_cast<uint8_t>(kAlphabet[bits & 63]); };
  for (; end - data >= 3; data += 3, out += 4) {
    uint32_t group = static_cast<uint32_t>(data[0] << 16 | data[1] << 8 | data[2]);
    out[0] = digit(group >> 18);
    out[1] = digit(group >> 12);
    out[2] = digit(group >> 6);
    out[3] = digit(group);
  }
  if (data == end) return;
  bool two = end - data == 2;
  uint32_t group = static_cast<uint32_t>(data[0] << 16 | (two ? data[1] << 8 : 0));
  out[0] = digit(group >> 18);
  out[1] = digit(group >> 12);
  out[2] = two ? digit(group >> 6) : '=';
  out[3] = '=';
}

Base64Result Base64Decode(const uint8_t* text, size_t length, bool strict, uint8_t* out) {
  const uint8_t* end = text + length;
  uint8_t* start = out;
  auto result = [&](Base64Error error) {
    return Base64Result{error, static_cast<size_t>(out - start)};
  };
  if (strict && length > 0 && text[0] == '=') return result(Base64Error::kLeadingPadding);
  int place = 0;  // within a group of four
  int pads = 0;
  bool padding_started = false;
  uint32_t left = 0;  // bits of the group that are not written yet
  while (text != end) {
    if (place == 0 && !padding_started) {
      DecodeGroups(&text, end, &out);
      if (text == end) break;
    }
    uint8_t c = *text++;
    if (c == '=') {
      padding_started = true;
      if (place >= 2 && place + ++pads >= 4) {
        // Nothing after a complete padding counts.
        return result(strict && text != end ? Base64Error::kExcessData : Base64Error::kNone);
      }
      continue;
    }
    uint8_t value = kDecode.values[c];
    if (value == kForeign) {
      if (strict) return result(Base64Error::kForeignCharacter);
      continue;
    }
    if (strict && padding_started) return result(Base64Error::kDiscontinuousPadding);
    pads = 0;
    left = left << 6 | value;
    if (place != 0) *out++ = static_cast<uint8_t>(left >> (6 - 2 * place));
    place = (place + 1) & 3;
  }
  if (place == 1) return result(Base64Error::kLength);
  return result(place != 0 ? Base64Error::kPadding : Base64Error::kNone);
}

void Base64ErrorText(const Base64Result& result, char (&text)[kBase64ErrorSize]) {
  const char* message = "";
  switch (result.error) {
    case Base64Error::kNone:
      break;
    case Base64Error::kLeadingPadding:
      message = "Leading padding not allowed";
      break;
    case Base64Error::kExcessData:
      message = "Excess data after padding";
      break;
    case Base64Error::kForeignCharacter:
      message = "Only base64 data is allowed";
      break;
    case Base64Error::kDiscontinuousPadding:
      message = "Discontinuous padding not allowed";
      break;
    case Base64Error::kPadding:
      message = "Incorrect padding";
      break;
    case Base64Error::kLength:
      snprintf(text, sizeof(text),
               "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more "
               "than a multiple of 4",
               result.size / 3 * 4 + 1);
      return;
  }
  snprintf(text, sizeof(text), "%s", message);
}

}  // namespace polygil::b64
