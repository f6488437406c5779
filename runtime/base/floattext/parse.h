// Text to doubles: float() and float.fromhex().

#ifndef POLYGIL_RUNTIME_BASE_FLOATTEXT_PARSE_H_
#define POLYGIL_RUNTIME_BASE_FLOATTEXT_PARSE_H_

#include <stddef.h>
#include <stdint.h>

namespace polygil {

// Reads the longest prefix that is a decimal number or a spelling of infinity or
// nan, as strtod does in the C locale, without leading whitespace, hexadecimals
// or underscores. Returns how many characters were read, 0 if there is no
// number. What is too large becomes an infinity, what is too small a zero.
size_t FloatParsePrefix(const char* text, size_t length, double* value);

// float(text): the whole text must be a number; single underscores may stand
// between digits. Whitespace is stripped by the caller.
bool FloatParse(const char* text, size_t length, double* value);

enum class FloatHexStatus : uint8_t {
  kOk,
  kInvalid,   // ValueError: invalid hexadecimal floating-point string
  kOverflow,  // OverflowError: hexadecimal value too large to represent as a
              // float
};

// float.fromhex(text); whitespace around the number is allowed.
FloatHexStatus FloatFromHex(const char* text, size_t length, double* value);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FLOATTEXT_PARSE_H_
