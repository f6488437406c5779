// What is parsed in one go: a whole source text, or the expression inside the braces of an
// f-string, which Python 3.11 parses as a small program of its own.

#ifndef POLYGIL_COMPILER_PARSER_UNIT_H_
#define POLYGIL_COMPILER_PARSER_UNIT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/parser/parser.h"
#include "compiler/token/token.h"
#include "compiler/token/tokenizer.h"

namespace polygil {

enum class UnitKind : uint8_t { kExec, kEval, kSingle, kFunctionType, kFString };

// What all units of one Parse() share.
struct ParseContext {
  ast::Arena* arena;
  const ParseOptions* options;
  std::vector<SourceWarning>* warnings;  // null: not wanted (second reading)
  const char* stack_limit;               // lowest address the parser may use
  bool offsets_in_bytes;                 // see SourceText::encoding
  // What the fast parser itself has to say, instead of an explanation: that the program is too new
  // for ParseOptions::feature_version, or that a type comment stands where none may.
  Diagnostic* refusal;
};

struct Unit {
  UnitKind kind;
  std::string_view text;  // a NUL follows
  int32_t first_line = 1;
  int32_t first_column = 0;
};

inline bool StackIsExhausted(const ParseContext& context) {
  return static_cast<const char*>(__builtin_frame_address(0)) < context.stack_limit;
}

// Notes the refusal unless there is one.
void Refuse(const ParseContext& context, const Unit& unit, const Token& token, std::string message);
// Whether 3.`minor` is in force; else it is refused that "`what` only supported in Python 3.x ...".
bool AllowsVersion(const ParseContext& context, const Unit& unit, const Token& token, int minor,
                   const char* what);

TokenizerOptions MakeTokenizerOptions(const ParseContext& context, const Unit& unit);

// The tree of the unit (an expression for kFString, else a module), or null and why.
ast::Node* ParseUnit(const ParseContext& context, const Unit& unit, Diagnostic* diagnostic);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_UNIT_H_
