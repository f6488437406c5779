// UTF-8, with a direct way for what is well-formed.

#ifndef POLYGIL_RUNTIME_BASE_CODEC_UTF8_H_
#define POLYGIL_RUNTIME_BASE_CODEC_UTF8_H_

#include <stdint.h>

#include "runtime/base/codec/codec.h"

namespace polygil {

// What decoding would give. `length` and `largest` hold for valid data only.
struct Utf8Measure {
  bool valid;
  int64_t length;    // Code points
  char32_t largest;  // An upper bound: 0x7f, 0xff, 0xffff or 0x10ffff
};
Utf8Measure MeasureUtf8(const uint8_t* data, int64_t size);

// Decodes valid data into `length` code points of 1, 2 or 4 bytes each.
void DecodeValidUtf8(const uint8_t* data, int64_t size, int kind, void* out);

// The size of a text in UTF-8, or -1 when it has a surrogate.
int64_t MeasureAsUtf8(const TextView& text);
// Encodes a text without surrogates; returns the end.
uint8_t* EncodeValidUtf8(const TextView& text, uint8_t* out);

// The general ways; see codec.h.
CodecStatus DecodeUtf8(const uint8_t* data, int64_t size, bool final, int64_t* position,
                       CodePointBuffer* out, CodecError* error);
CodecStatus EncodeUtf8(const TextView& text, int64_t* position, ByteBuffer* out, CodecError* error);

// Writes one code point of any kind, surrogates included; returns the end.
inline uint8_t* WriteUtf8(uint8_t* out, char32_t c) {
  if (c < 0x80) {
    *out++ = static_cast<uint8_t>(c);
  } else if (c < 0x800) {
    *out++ = static_cast<uint8_t>(0xc0 | c >> 6);
    *out++ = static_cast<uint8_t>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    *out++ = static_cast<uint8_t>(0xe0 | c >> 12);
    *out++ = static_cast<uint8_t>(0x80 | (c >> 6 & 0x3f));
    *out++ = static_cast<uint8_t>(0x80 | (c & 0x3f));
  } else {
    *out++ = static_cast<uint8_t>(0xf0 | c >> 18);
    *out++ = static_cast<uint8_t>(0x80 | (c >> 12 & 0x3f));
    *out++ = static_cast<uint8_t>(0x80 | (c >> 6 & 0x3f));
    *out++ = static_cast<uint8_t>(0x80 | (c & 0x3f));
  }
  return out;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_UTF8_H_
