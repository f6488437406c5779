// Integers from and to digits in bases 2 to 36.
//
// The caller strips whitespace, sign and prefix, and checks
// sys.set_int_max_str_digits() with the counts given here.

#ifndef POLYGIL_RUNTIME_BASE_BIGINT_TEXT_H_
#define POLYGIL_RUNTIME_BASE_BIGINT_TEXT_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bigint/bigint.h"

namespace polygil {

// Characters that BigToText may write: digits and a sign.
int64_t BigTextBound(const BigView& a, int base);

// Writes lower case digits with a leading '-' for negative numbers, no prefix
// and no terminator. Returns the length, or -1 when memory is short.
int64_t BigToText(char* out, const BigView& a, int base);

struct BigDigits {
  bool valid;     // Digits of the base with single underscores between them.
  int64_t count;  // How many digits there are, without the underscores.
};

// Checks digits as int(text, base) does. `allow_leading_underscore` is true
// right behind a base prefix such as 0x.
BigDigits BigScanDigits(const char* text, size_t length, int base, bool allow_leading_underscore);

// Converts digits that BigScanDigits found valid; `count` is what it counted.
int64_t BigFromTextBound(int64_t count, int base);
BigResult BigFromText(Limb* out, const char* text, size_t length, int base, int64_t count);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_BIGINT_TEXT_H_
