// Values of number literals (Python reference 2.4.4 to 2.4.7).

#ifndef POLYGIL_COMPILER_PARSER_NUMBERS_H_
#define POLYGIL_COMPILER_PARSER_NUMBERS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/ast/ast.h"

namespace polygil {

// The value of `text`, a well-formed number token. False if it is a decimal integer of more than
// `max_digits` digits (0: no limit), with the message in `error`.
bool ParseNumber(std::string_view text, int32_t max_digits, ast::Arena* arena,
                 ast::ConstantValue* value, std::string* error);

// The decimal digits of a magnitude in hexadecimal (ConstantKind::kBigInt). Quadratic.
std::string HexToDecimal(std::string_view hex);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_NUMBERS_H_
