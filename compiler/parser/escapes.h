// Backslash escapes of string and bytes literals.

#ifndef POLYGIL_COMPILER_PARSER_ESCAPES_H_
#define POLYGIL_COMPILER_PARSER_ESCAPES_H_

#include <string>
#include <string_view>

#include "compiler/source/hooks.h"

namespace polygil {

// Both append to `out`, set `invalid_escape` to the first escape that means nothing (a byte, 0 if
// there is none: it stays in the text as written, with a warning), and return false with the
// message of the SyntaxError if the literal cannot be decoded.
bool DecodeStringEscapes(std::string_view body, const CompilerHooks& hooks, std::string* out,
                         char* invalid_escape, std::string* error);
bool DecodeBytesEscapes(std::string_view body, std::string* out, char* invalid_escape,
                        std::string* error);

// A literal without escapes; fails on malformed UTF-8 only.
bool CheckLiteralUtf8(std::string_view body, std::string* error);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_ESCAPES_H_
