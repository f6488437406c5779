// The inside of f-strings as Python 3.11 reads them (PEP 498): the body of the literal is scanned
// for braces; what is between them is parsed as a program "(expression)" of its own.

#ifndef POLYGIL_COMPILER_PARSER_FSTRING_H_
#define POLYGIL_COMPILER_PARSER_FSTRING_H_

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/parser/strings.h"
#include "compiler/parser/unit.h"

namespace polygil {

// The parts of a literal, put together: text is gathered until an expression interrupts it.
struct StringParts {
  std::string text;
  std::vector<ast::ExprNode*> values;
};

// What the parts of one run of string tokens have in common.
struct StringRun {
  ast::Span span;             // of the whole run: every node made here has it
  std::string_view kind;      // "u" or null data
};

// Moves the gathered text into `values` as a Constant.
void FlushText(const StringRun& run, ast::Arena* arena, StringParts* parts);

class FStringScanner {
 public:
  // `body` lies within `token_text`, the text of `token`.
  FStringScanner(const ParseContext& context, const StringRun& run, const Token& token,
                 std::string_view token_text, std::string_view body, bool raw,
                 LiteralError* error);

  // Appends the parts of the f-string; false with the error filled.
  bool Scan(StringParts* parts) { return ScanLevel(0, parts); }

 private:
  enum class Literal { kFailed, kDone, kAgain };

  bool ScanLevel(int level, StringParts* parts);
  Literal ReadLiteral(int level, std::string* text);
  bool DecodeLiteral(std::string_view literal, std::string* text);
  bool ReadExpression(int level, StringParts* parts);
  const char* FindExpressionEnd();
  bool CheckInExpression(char c);
  ast::ExprNode* CompileExpression(const char* start, const char* end);
  bool Fail(std::string message);

  const ParseContext& context_;
  const StringRun& run_;
  const Token& token_;
  std::string_view token_text_;
  const char* cursor_;
  const char* end_;
  bool raw_;
  LiteralError* error_;
};

// Reports the first escape of `token` that means nothing, if the warnings are wanted.
void WarnInvalidEscape(const ParseContext& context, const Token& token, int escape);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_FSTRING_H_
