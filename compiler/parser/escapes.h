// Backslash escapes of string and bytes literals.

#ifndef POLYGIL_COMPILER_PARSER_ESCAPES_H_
#define POLYGIL_COMPILER_PARSER_ESCAPES_H_

#include <string>
#include <string_view>

#include "compiler/source/hooks.h"

namespace polygil {

// Both append to `out`, set `invalid_escape` to the first escape that deserves a warning (0: none):
// a character that means nothing, which stays in the text as written, or an octal number above
// 0o377, and return false with the
// message of the SyntaxError if the literal cannot be decoded.
bool DecodeStringEscapes(std::string_view body, const CompilerHooks& hooks, std::string* out,
                         int* invalid_escape, std::string* error);
bool DecodeBytesEscapes(std::string_view body, std::string* out, int* invalid_escape,
                        std::string* error);

// A literal without escapes; fails on malformed UTF-8 only.
bool CheckLiteralUtf8(std::string_view body, std::string* error);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_ESCAPES_H_
