// int, float, complex and str under a parsed format specification.

#ifndef POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_NUMBER_H_
#define POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_NUMBER_H_

#include <stdint.h>

#include "runtime/base/bigint/bigint.h"
#include "runtime/base/formatspec/format_error.h"
#include "runtime/base/formatspec/format_spec.h"
#include "runtime/base/formatspec/formatted.h"

namespace polygil {

// The separators of type 'n'; the default is that of the C locale. `grouping` is
// as in localeconv().
struct FormatLocale {
  const char* decimal_point = ".";
  const char* thousands_separator = "";
  const char* grouping = "";
};

// True for the types of a float (e f g % and capitals), which an int becomes a
// float for.
bool IsFloatFormatType(char32_t type);

// Types d b o x X n. Type c is for the caller: CheckCharacterFormat, then a
// padded string of that one character, aligned as the specification says.
FormatError FormatInteger(const BigView& value, const FormatSpec& spec, const FormatLocale& locale,
                          Formatted* out);
// What type c does not allow.
FormatError CheckCharacterFormat(const FormatSpec& spec);

// Types e E f F g G n % and none.
FormatError FormatFloat(double value, const FormatSpec& spec, const FormatLocale& locale,
                        Formatted* out);

// Types e E f F g G n and none.
FormatError FormatComplex(double real, double imaginary, const FormatSpec& spec,
                          const FormatLocale& locale, Formatted* out);

// A string is `kept` code points of itself between fill.
struct StringPadding {
  int64_t kept;
  int64_t left;
  int64_t right;
};
FormatError FormatString(int64_t length, const FormatSpec& spec, StringPadding* out);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_NUMBER_H_
