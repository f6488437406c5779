// The Unicode character database as the unicodedata module shows it, for
// versions 14.0.0 and 3.2.0 (which IDNA and stringprep refer to).

#ifndef POLYGIL_RUNTIME_BASE_UNICODE_DATABASE_H_
#define POLYGIL_RUNTIME_BASE_UNICODE_DATABASE_H_

#include <stdint.h>

namespace polygil {

enum class UnicodeVersion : uint8_t { k14_0_0, k3_2_0 };

struct UnicodeRecord {
  uint8_t category;
  uint8_t bidirectional;
  uint8_t combining;
  uint8_t mirrored;
  uint8_t width;
  uint8_t quick_check;  // Bit n: the code point may be wrong in NormalForm n
};

// The record of 14.0.0.
const UnicodeRecord& UnicodeRecordOf(char32_t c);
UnicodeRecord UnicodeRecordOf(char32_t c, UnicodeVersion version);

// Names as unicodedata gives them: "Lu", "AL", "Na".
const char* UnicodeCategoryName(const UnicodeRecord& record);
const char* UnicodeBidirectionalName(const UnicodeRecord& record);
const char* UnicodeWidthName(const UnicodeRecord& record);

// Whether 3.2.0 had the code point, among those that 14.0.0 has.
bool UnicodeIsAssigned(char32_t c, UnicodeVersion version);

// numeric(), and decimal() for a version (-1 if it is none). digit() is the same
// in both versions: UnicodeDigit().
bool UnicodeNumericValue(char32_t c, UnicodeVersion version, double* value);
int UnicodeDecimalValue(char32_t c, UnicodeVersion version);

// One level of decomposition. `prefix` is "" for a canonical one or "<compat>"
// and the like; count is 0 when there is none. Hangul syllables have none here.
struct UnicodeDecomposition {
  const char* prefix;
  const uint32_t* codes;
  int count;
};
UnicodeDecomposition UnicodeDecompositionOf(char32_t c, UnicodeVersion version);

// The canonical composition of a pair, or 0; not for Hangul.
char32_t UnicodeComposePair(char32_t first, char32_t second);

// A decomposition that Unicode corrected after 3.2.0, or 0.
char32_t UnicodeOldCorrection(char32_t c);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_UNICODE_DATABASE_H_
