// Is this UTF-8? The answer for sixteen bytes at a time, without a branch on what they are.

#ifndef POLYGIL_RUNTIME_BASE_CODEC_UTF8_VALID_H_
#define POLYGIL_RUNTIME_BASE_CODEC_UTF8_VALID_H_

#include <stdint.h>

namespace polygil {

// What whole blocks say; `usable` is false where the processor lacks the instructions.
struct Utf8Blocks {
  bool usable, valid;
  int64_t length;   // code points
  uint8_t largest;  // byte: of well-formed text, it tells the width of the widest character
};
Utf8Blocks ValidateUtf8Blocks(const uint8_t* data, int64_t size);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_UTF8_VALID_H_
