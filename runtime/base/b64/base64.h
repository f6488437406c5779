// Base64, the engine below binascii.a2b_base64 and b2a_base64 (RFC 4648; the
// forgiving decoder is CPython's).

#ifndef POLYGIL_RUNTIME_BASE_B64_BASE64_H_
#define POLYGIL_RUNTIME_BASE_B64_BASE64_H_

#include <cstddef>
#include <cstdint>

namespace polygil::b64 {

// Characters that `length` bytes become, without a newline; 0 for none, SIZE_MAX if
// they are too many: binascii.Error("Too much data for base64 line").
size_t Base64EncodedSize(size_t length);
void Base64Encode(const uint8_t* data, size_t length, uint8_t* out);

// All are binascii.Error.
enum class Base64Error : uint8_t {
  kNone,
  kLeadingPadding,
  kExcessData,
  kForeignCharacter,
  kDiscontinuousPadding,
  kLength,  // one character more than can be
  kPadding,
};

struct Base64Result {
  Base64Error error;
  size_t size;  // bytes written, also on an error
};

// At most so many bytes come out of `length` characters.
inline size_t Base64DecodedMost(size_t length) { return length / 4 * 3 + 3; }

// Writes to `out`, which has room for Base64DecodedMost. Without `strict`,
// characters outside the alphabet are skipped.
Base64Result Base64Decode(const uint8_t* text, size_t length, bool strict, uint8_t* out);

inline constexpr size_t kBase64ErrorSize = 128;
void Base64ErrorText(const Base64Result& result, char (&text)[kBase64ErrorSize]);

}  // namespace polygil::b64

#endif  // POLYGIL_RUNTIME_BASE_B64_BASE64_H_
