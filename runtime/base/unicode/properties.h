// What str methods, the tokenizer and the regular-expression engine ask about a
// code point: Unicode 14.0.0 as CPython 3.11 sees it. Values above 0x10ffff have
// no properties.

#ifndef POLYGIL_RUNTIME_BASE_UNICODE_PROPERTIES_H_
#define POLYGIL_RUNTIME_BASE_UNICODE_PROPERTIES_H_

#include <stdint.h>

#include "runtime/base/unicode/text_view.h"

namespace polygil {

enum UnicodeFlags : uint16_t {
  kUnicodeAlpha = 1 << 0,
  kUnicodeSpace = 1 << 1,
  kUnicodePrintable = 1 << 2,
  kUnicodeUpper = 1 << 3,
  kUnicodeLower = 1 << 4,
  kUnicodeTitle = 1 << 5,
  kUnicodeCased = 1 << 6,
  kUnicodeCaseIgnorable = 1 << 7,
  kUnicodeXidStart = 1 << 8,      // Starts an identifier; includes '_'
  kUnicodeXidContinue = 1 << 9,   // Continues one
  kUnicodeLineBreak = 1 << 10,    // str.splitlines() breaks here
  kUnicodeSpecialCase = 1 << 11,  // A full mapping differs from the simple one
  kUnicodeNumeric = 1 << 12,
};

struct UnicodeType {
  int32_t lower;  // Distances to the simple mappings
  int32_t upper;
  int32_t title;
  uint16_t flags;
  int8_t decimal;  // -1 if it is none
  int8_t digit;
};

namespace unicode_internal {
extern const UnicodeType kTypes[];
extern const uint16_t kTypeIndex[];
extern const uint16_t kTypeBlocks[];
}  // namespace unicode_internal

inline const UnicodeType& UnicodeTypeOf(char32_t c) {
  using namespace unicode_internal;
  if (c > 0x10ffff) return kTypes[0];
  return kTypes[kTypeBlocks[kTypeIndex[c >> 7] << 7 | (c & 127)]];
}

inline bool UnicodeHas(char32_t c, UnicodeFlags flag) {
  return (UnicodeTypeOf(c).flags & flag) != 0;
}

inline bool UnicodeIsAlpha(char32_t c) { return UnicodeHas(c, kUnicodeAlpha); }
inline bool UnicodeIsSpace(char32_t c) { return UnicodeHas(c, kUnicodeSpace); }
inline bool UnicodeIsUpper(char32_t c) { return UnicodeHas(c, kUnicodeUpper); }
inline bool UnicodeIsLower(char32_t c) { return UnicodeHas(c, kUnicodeLower); }
inline bool UnicodeIsTitle(char32_t c) { return UnicodeHas(c, kUnicodeTitle); }
inline bool UnicodeIsCased(char32_t c) { return UnicodeHas(c, kUnicodeCased); }
inline bool UnicodeIsPrintable(char32_t c) { return UnicodeHas(c, kUnicodePrintable); }
inline bool UnicodeIsLineBreak(char32_t c) { return UnicodeHas(c, kUnicodeLineBreak); }
inline bool UnicodeIsXidStart(char32_t c) { return UnicodeHas(c, kUnicodeXidStart); }
inline bool UnicodeIsXidContinue(char32_t c) { return UnicodeHas(c, kUnicodeXidContinue); }
inline bool UnicodeIsNumeric(char32_t c) { return UnicodeHas(c, kUnicodeNumeric); }
inline bool UnicodeIsDecimal(char32_t c) { return UnicodeTypeOf(c).decimal >= 0; }
inline bool UnicodeIsDigit(char32_t c) { return UnicodeTypeOf(c).digit >= 0; }
inline bool UnicodeIsAlnum(char32_t c) {
  const UnicodeType& type = UnicodeTypeOf(c);
  return (type.flags & (kUnicodeAlpha | kUnicodeNumeric)) != 0 || type.digit >= 0 ||
         type.decimal >= 0;
}
// The value of a decimal digit, or -1.
inline int UnicodeDecimal(char32_t c) { return UnicodeTypeOf(c).decimal; }
inline int UnicodeDigit(char32_t c) { return UnicodeTypeOf(c).digit; }

// Simple mappings: the first code point of the full ones, as in CPython.
inline char32_t UnicodeToLower(char32_t c) { return c + UnicodeTypeOf(c).lower; }
inline char32_t UnicodeToUpper(char32_t c) { return c + UnicodeTypeOf(c).upper; }
inline char32_t UnicodeToTitle(char32_t c) { return c + UnicodeTypeOf(c).title; }

// Full mappings, one to at most three; they return how many were written.
inline constexpr int kUnicodeMostMapped = 3;
int UnicodeToLowerFull(char32_t c, char32_t* out);
int UnicodeToUpperFull(char32_t c, char32_t* out);
int UnicodeToTitleFull(char32_t c, char32_t* out);
int UnicodeCaseFold(char32_t c, char32_t* out);

// What the capital sigma at `index` of a text becomes in lower case: the final
// form behind a cased letter that no other cased one follows.
char32_t UnicodeLowerSigma(const TextView& text, int64_t index);

// str.isidentifier(): XID_Start or '_', then XID_Continue.
bool IsIdentifier(const TextView& text);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_UNICODE_PROPERTIES_H_
