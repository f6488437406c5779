// Doubles as text: repr() and the types e, f, g and % of format() and the
// printf-style operator.

#ifndef POLYGIL_RUNTIME_BASE_FLOATTEXT_FORMAT_H_
#define POLYGIL_RUNTIME_BASE_FLOATTEXT_FORMAT_H_

#include <stdint.h>

namespace polygil {

// Characters that FloatRepr may write.
inline constexpr int kFloatReprBound = 32;

// repr(value): the shortest digits that read back as the same value. Returns the
// length; no terminator.
int FloatRepr(char* out, double value);

enum FloatFormatFlags : unsigned {
  kFloatAlwaysSign = 1,      // '+' before what is not negative
  kFloatAddDotZero = 2,      // ".0" behind what would look like an integer
  kFloatAlternate = 4,       // '#': always a point, g keeps trailing zeros
  kFloatNoNegativeZero = 8,  // 'z': no minus before what rounds to zero
};

// `type` is one of e E f F g G % or r; r is repr's layout and ignores the
// precision. format() without a type is r with kFloatAddDotZero, and g with that
// flag if a precision is given. A precision must not be negative.
int64_t FloatFormatBound(double value, char type, int precision);
int64_t FloatFormat(char* out, double value, char type, int precision, unsigned flags);

// float.hex(); at most kFloatHexBound characters.
inline constexpr int kFloatHexBound = 32;
int FloatHex(char* out, double value);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FLOATTEXT_FORMAT_H_
