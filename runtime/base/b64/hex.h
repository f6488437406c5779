// Hexadecimal text of bytes: binascii.hexlify and unhexlify, bytes.hex().

#ifndef POLYGIL_RUNTIME_BASE_B64_HEX_H_
#define POLYGIL_RUNTIME_BASE_B64_HEX_H_

#include <cstddef>
#include <cstdint>

namespace polygil::b64 {

// Characters of the text, with a separator between groups of |group| bytes,
// counted from the right if group > 0, from the left if < 0; 0: no separators.
// SIZE_MAX if they are too many (MemoryError).
size_t HexEncodedSize(size_t length, ptrdiff_t group);
void HexEncode(const uint8_t* data, size_t length, uint8_t separator, ptrdiff_t group,
               uint8_t* out);

// Both are binascii.Error.
enum class HexError : uint8_t { kNone, kOddLength, kNoDigit };

// Writes length / 2 bytes.
HexError HexDecode(const uint8_t* text, size_t length, uint8_t* out);

const char* HexErrorText(HexError error);

}  // namespace polygil::b64

#endif  // POLYGIL_RUNTIME_BASE_B64_HEX_H_
