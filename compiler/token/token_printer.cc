// The token printer.

#include "compiler/token/token_printer.h"

#include "compiler/token/tokenizer.h"

namespace polygil {

std::string DumpTokens(const std::string& text) {
  Tokenizer tokenizer(text, {});
  std::string out;
  Token token;
  do {
    tokenizer.Next(&token);
    if (token.col >= 0) {
      out += std::to_string(token.lineno) + "," + std::to_string(token.col) + "-" +
             std::to_string(token.end_lineno) + "," + std::to_string(token.end_col) + ": ";
    } else {
      out += std::to_string(token.lineno) + ": ";
    }
    out += TokenName(token.kind);
    if (token.kind > TokenKind::kError || token.kind == TokenKind::kName ||
        token.kind == TokenKind::kNumber || token.kind == TokenKind::kString) {
      out += " '" + std::string(tokenizer.TextOf(token)) + "'";
    }
    if (token.kind == TokenKind::kError && tokenizer.error()) {
      out += " " + DiagnosticToString(tokenizer.error());
    }
    out += '\n';
  } while (token.kind != TokenKind::kEndMarker && token.kind != TokenKind::kError);
  return out;
}

}  // namespace polygil
