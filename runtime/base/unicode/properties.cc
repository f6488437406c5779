// Two-stage tables of code point types, and the few hundred mappings that are
// not one to one.

#include "runtime/base/unicode/properties.h"

namespace polygil {
namespace {

// Full mappings, padded with zeros. U+0000 maps to itself and is not here.
struct SpecialCase {
  uint32_t code;
  uint32_t mappings[4][kUnicodeMostMapped];
};

enum Mapping { kLower, kUpper, kTitle, kFold };

}  // namespace

namespace unicode_internal {
#include "runtime/base/unicode/type_tables.inc"
}  // namespace unicode_internal

namespace {

using unicode_internal::kSpecialCases;

int SpecialMapping(char32_t c, Mapping mapping, char32_t* out) {
  const SpecialCase* low = kSpecialCases;
  const SpecialCase* high = kSpecialCases + sizeof(kSpecialCases) / sizeof(kSpecialCases[0]);
  while (high - low > 1) {
    const SpecialCase* middle = low + (high - low) / 2;
    (middle->code <= c ? low : high) = middle;
  }
  int count = 0;
  while (count < kUnicodeMostMapped && low->mappings[mapping][count] != 0) {
    out[count] = low->mappings[mapping][count];
    ++count;
  }
  return count;
}

inline int MapFull(char32_t c, Mapping mapping, int32_t UnicodeType::* distance, char32_t* out) {
  const UnicodeType& type = UnicodeTypeOf(c);
  if ((type.flags & kUnicodeSpecialCase) != 0) {
    return SpecialMapping(c, mapping, out);
  }
  out[0] = c + type.*distance;
  return 1;
}

}  // namespace

int UnicodeToLowerFull(char32_t c, char32_t* out) {
  return MapFull(c, kLower, &UnicodeType::lower, out);
}

int UnicodeToUpperFull(char32_t c, char32_t* out) {
  return MapFull(c, kUpper, &UnicodeType::upper, out);
}

int UnicodeToTitleFull(char32_t c, char32_t* out) {
  return MapFull(c, kTitle, &UnicodeType::title, out);
}

int UnicodeCaseFold(char32_t c, char32_t* out) {
  return MapFull(c, kFold, &UnicodeType::lower, out);
}

char32_t UnicodeLowerSigma(const TextView& text, int64_t index) {
  int64_t i = index - 1;
  while (i >= 0 && UnicodeHas(text[i], kUnicodeCaseIgnorable)) --i;
  if (i < 0 || !UnicodeIsCased(text[i])) return 0x3c3;
  i = index + 1;
  while (i < text.length && UnicodeHas(text[i], kUnicodeCaseIgnorable)) ++i;
  return i < text.length && UnicodeIsCased(text[i]) ? 0x3c3 : 0x3c2;
}

bool IsIdentifier(const TextView& text) {
  if (text.length == 0 || !UnicodeIsXidStart(text[0])) return false;
  for (int64_t i = 1; i < text.length; ++i) {
    if (!UnicodeIsXidContinue(text[i])) return false;
  }
  return true;
}

}  // namespace polygil
