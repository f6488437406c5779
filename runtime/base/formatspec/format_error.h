// What can be wrong with a format string, and CPython's words for it.

#ifndef POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_ERROR_H_
#define POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_ERROR_H_

#include <stdint.h>

namespace polygil {

enum class FormatError : uint8_t {
  kNone,
#define FORMAT_ERROR(name, text) name,
#include "runtime/base/formatspec/format_errors.def"
#undef FORMAT_ERROR
};

// The text of an error. It is a printf pattern only for kUnknownCode (see
// FormatUnknownCode), kInvalidSpecifier (%U spec, %s type), kSeparatorWithType
// (see FormatSeparatorWithType), kUnsupportedCharacter (see percent.h) and
// kUnknownConversion (%s, from FormatCharacterText).
const char* FormatErrorText(FormatError error);

// A character as these messages show it: itself if it is printable ASCII, \x with
// its number otherwise. At most 12 characters and a terminator are written.
void FormatCharacterText(char* out, char32_t c);

// "Unknown format code 'y' for object of type 'int'"
inline constexpr int kFormatMessageBound = 300;
void FormatUnknownCode(char* out, char32_t code, const char* type_name);

// "Cannot specify ',' with 'b'."
void FormatSeparatorWithType(char* out, char separator, char32_t code);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMAT_ERROR_H_
