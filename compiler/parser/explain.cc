// The generic refusal.

#include "compiler/parser/explain.h"

#include "compiler/token/tokenizer.h"

namespace polygil {

void Explain(const ParseContext& context, const Unit& unit, Diagnostic* diagnostic) {
  Tokenizer tokenizer(unit.text, MakeTokenizerOptions(context, unit));
  Token token;
  do {
    tokenizer.Next(&token);
  } while (token.kind != TokenKind::kEndMarker && token.kind != TokenKind::kError);
  *diagnostic = tokenizer.error();
  if (*diagnostic) return;
  diagnostic->kind = DiagnosticKind::kSyntaxError;
  diagnostic->message = "invalid syntax";
}

}  // namespace polygil
