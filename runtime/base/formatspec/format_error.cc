// Message texts.

#include "runtime/base/formatspec/format_error.h"

#include <stdio.h>

namespace polygil {
namespace {

constexpr const char* kTexts[] = {
    "",
#define FORMAT_ERROR(name, text) text,
#include "runtime/base/formatspec/format_errors.def"
#undef FORMAT_ERROR
};

}  // namespace

const char* FormatErrorText(FormatError error) { return kTexts[static_cast<int>(error)]; }

void FormatCharacterText(char* out, char32_t c) {
  snprintf(out, 13, c > 32 && c < 128 ? "%c" : "\\x%x", static_cast<unsigned>(c));
}

void FormatUnknownCode(char* out, char32_t code, const char* type_name) {
  char text[16];
  FormatCharacterText(text, code);
  snprintf(out, kFormatMessageBound, "Unknown format code '%s' for object of type '%.200s'", text,
           type_name);
}

void FormatSeparatorWithType(char* out, char separator, char32_t code) {
  char text[16];
  FormatCharacterText(text, code);
  snprintf(out, kFormatMessageBound, "Cannot specify '%c' with '%s'.", separator, text);
}

}  // namespace polygil
