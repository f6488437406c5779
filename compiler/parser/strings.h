// String, bytes and f-string literals: a run of adjacent STRING tokens becomes one Constant or one
// JoinedStr (Python reference 2.4.1 to 2.4.3).

#ifndef POLYGIL_COMPILER_PARSER_STRINGS_H_
#define POLYGIL_COMPILER_PARSER_STRINGS_H_

#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/parser/unit.h"
#include "compiler/token/token.h"

namespace polygil {

// Why a literal was refused: a message, to be placed at the last token that was read, or the
// complete diagnostic of an expression inside an f-string.
struct LiteralError {
  std::string message;
  Diagnostic nested;
  // Else: valid, but `feature` needs Python 3.`needs_version` (ParseOptions::feature_version).
  int needs_version = 0;
  const char* feature = nullptr;
};

// The value of the `count` adjacent string tokens of a unit whose text is `text`; null and
// `error` if there is none.
ast::ExprNode* ConcatenateStrings(const ParseContext& context, std::string_view text,
                                  const Token* tokens, uint32_t count, LiteralError* error);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_STRINGS_H_
