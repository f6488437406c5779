// One line of uuencoded data: binascii.a2b_uu and b2a_uu.

#ifndef POLYGIL_RUNTIME_BASE_B64_UU_H_
#define POLYGIL_RUNTIME_BASE_B64_UU_H_

#include <cstddef>
#include <cstdint>

namespace polygil::b64 {

// More bytes than these do not go into a line:
// binascii.Error("At most 45 bytes at once").
inline constexpr size_t kUuMost = 45;
inline size_t UuEncodedSize(size_t length) { return 2 + (length + 2) / 3 * 4; }
// Writes the line with its newline. With `backtick`, zeros are '`' and not ' '.
void UuEncode(const uint8_t* data, size_t length, bool backtick, uint8_t* out);

// Both are binascii.Error.
enum class UuError : uint8_t { kNone, kIllegalCharacter, kTrailingGarbage };

// Bytes that the line says it has.
size_t UuDecodedSize(const uint8_t* text, size_t length);
// Writes so many; a line that is too short counts as one of zeros.
UuError UuDecode(const uint8_t* text, size_t length, uint8_t* out);

const char* UuErrorText(UuError error);

}  // namespace polygil::b64

#endif  // POLYGIL_RUNTIME_BASE_B64_UU_H_
