// Parse() and ParseUnit(): the fast parser first, the explaining one if it gives up.

#include "compiler/parser/parser.h"

#include "compiler/parser/error_parser.h"
#include "compiler/parser/fast_parser.h"
#include "compiler/parser/unit.h"

namespace polygil {

TokenizerOptions MakeTokenizerOptions(const ParseContext& context, const Unit& unit) {
  TokenizerOptions options;
  options.hooks = context.options->hooks;
  options.first_line = unit.first_line;
  options.first_column = unit.first_column;
  return options;
}

ast::Node* ParseUnit(const ParseContext& context, const Unit& unit, Diagnostic* diagnostic) {
  uint32_t first_invalid = 0;
  {
    FastParser parser(context, unit);
    ast::Node* node = parser.Run();
    if (node != nullptr) return node;
    if (!*context.refusal && context.options->type_comments && unit.kind != UnitKind::kFString)
      parser.RefuseTypeComment();
    if (*context.refusal) {
      *diagnostic = *context.refusal;
      return nullptr;
    }
    first_invalid = parser.FirstSuspect();
  }
  ErrorParser(context, unit, first_invalid).Explain(diagnostic);
  return nullptr;
}

ParseResult Parse(const SourceText& source, ParseMode mode, const ParseOptions& options,
                  ast::Arena* arena) {
  ParseResult result;
  ParseContext context;
  Diagnostic refusal;
  context.refusal = &refusal;
  context.arena = arena;
  context.options = &options;
  context.warnings = &result.warnings;
  context.stack_limit =
      static_cast<const char*>(__builtin_frame_address(0)) - options.stack_bytes;
  context.offsets_in_bytes = source.encoding.empty();
  UnitKind kind = mode == ParseMode::kExec   ? UnitKind::kExec
                  : mode == ParseMode::kEval ? UnitKind::kEval
                  : mode == ParseMode::kSingle ? UnitKind::kSingle
                                               : UnitKind::kFunctionType;
  Unit unit = {kind, source.text};
  result.module = static_cast<ast::ModNode*>(ParseUnit(context, unit, &result.diagnostic));
  return result;
}

}  // namespace polygil
