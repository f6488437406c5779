// Format specifications of format() and f-strings (PEP 3101, PEP 682):
// [[fill]align][sign][z][#][0][width][grouping][.precision][type]

#ifndef POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_SPEC_H_
#define POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_SPEC_H_

#include <stdint.h>

#include "runtime/base/formatspec/format_error.h"
#include "runtime/base/unicode/text_view.h"

namespace polygil {

struct FormatSpec {
  char32_t fill = ' ';
  char32_t type = 0;       // 0 when none is given and there is no default
  int64_t width = -1;      // -1 when not given
  int64_t precision = -1;  // -1 when not given
  char align = '<';        // One of < > = ^
  char sign = 0;           // One of + - space, or 0
  char separator = 0;      // ',' or '_', or 0
  bool alternate = false;
  bool no_negative_zero = false;
};

// The kinds of objects that have defaults of their own.
enum class FormatSubject : uint8_t { kString, kInteger, kFloat, kComplex };

// Parses a specification. After kSeparatorWithType `spec` tells the separator and
// the type.
FormatError ParseFormatSpec(const TextView& text, FormatSubject subject, FormatSpec* spec);

// Reads decimal digits (of any script) at `*at`. False when there are too many;
// `*value` is -1 when there are none.
bool ParseFormatInteger(const TextView& text, int64_t* at, int64_t* value);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_SPEC_H_
