#include "compiler/parser/unit.h"

#include "compiler/source/utf8.h"

namespace polygil {
namespace {

// The line of the unit's text that has this number, with its newline.
std::string LineOf(const Unit& unit, int32_t lineno) {
  std::string_view text = unit.text;
  for (int32_t line = unit.first_line; line < lineno; line++) {
    size_t newline = text.find('\n');
    if (newline == std::string_view::npos) break;
    text.remove_prefix(newline + 1);
  }
  size_t newline = text.find('\n');
  return ReplaceInvalidUtf8(newline == std::string_view::npos ? text : text.substr(0, newline + 1));
}

}  // namespace

void Refuse(const ParseContext& context, const Unit& unit, const Token& token, std::string message) {
  Diagnostic* refusal = context.refusal;
  if (*refusal) return;
  bool in_fstring = unit.kind == UnitKind::kFString;
  refusal->kind = DiagnosticKind::kSyntaxError;
  refusal->message = in_fstring ? "f-string: " + message : std::move(message);
  refusal->lineno = token.lineno;
  refusal->end_lineno = token.end_lineno;
  refusal->text = LineOf(unit, token.lineno);
  refusal->has_text = true;
  auto offset = [&](int32_t col) {
    if (col < 0) return -1;
    if (in_fstring) return col + 1 - unit.first_column;
    if (context.offsets_in_bytes) return col + 1;
    return CountCharacters(std::string_view(refusal->text).substr(0, static_cast<size_t>(col))) + 1;
  };
  refusal->offset = offset(token.col);
  refusal->end_offset = offset(token.end_col);
}

bool AllowsVersion(const ParseContext& context, const Unit& unit, const Token& token, int minor,
                   const char* what) {
  if (context.options->feature_version >= minor) return true;
  Refuse(context, unit, token,
         std::string(what) + " only supported in Python 3." + std::to_string(minor) + " and greater");
  return false;
}

}  // namespace polygil
