// Prefixes, quotes and concatenation of string tokens.

#include "compiler/parser/strings.h"

#include <cstring>

#include "compiler/parser/escapes.h"
#include "compiler/parser/fstring.h"

namespace polygil {

using ast::ExprNode;

namespace {

struct StringToken {
  bool is_bytes = false;
  bool is_raw = false;
  bool is_formatted = false;
  std::string_view body;
};

StringToken Dissect(std::string_view text) {
  StringToken result;
  size_t i = 0;
  for (; text[i] != '\'' && text[i] != '"'; i++) {
    char c = static_cast<char>(text[i] | 32);
    if (c == 'b') result.is_bytes = true;
    if (c == 'r') result.is_raw = true;
    if (c == 'f') result.is_formatted = true;
  }
  bool triple = text.size() - i >= 6 && text[i + 1] == text[i] && text[i + 2] == text[i];
  size_t quotes = triple ? 3 : 1;
  result.body = text.substr(i + quotes, text.size() - i - 2 * quotes);
  return result;
}

bool DecodePlain(const ParseContext& context, const Token& token, const StringToken& string,
                 std::string* out, LiteralError* error) {
  bool raw = string.is_raw || memchr(string.body.data(), '\\', string.body.size()) == nullptr;
  int invalid_escape = 0;
  if (string.is_bytes) {
    for (char c : string.body) {
      if (static_cast<signed char>(c) >= 0) continue;
      error->message = "bytes can only contain ASCII literal characters";
      return false;
    }
    if (raw) {
      out->append(string.body);
    } else if (!DecodeBytesEscapes(string.body, out, &invalid_escape, &error->message)) {
      return false;
    }
  } else if (raw) {
    if (!CheckLiteralUtf8(string.body, &error->message)) return false;
    out->append(string.body);
  } else if (!DecodeStringEscapes(string.body, context.options->hooks, out, &invalid_escape,
                                  &error->message)) {
    return false;
  }
  if (invalid_escape != 0) WarnInvalidEscape(context, token, invalid_escape);
  return true;
}

ExprNode* MakeConstant(const ParseContext& context, const StringRun& run, bool is_bytes,
                       std::string_view text) {
  auto* constant = ast::NewNode<ast::Constant>(context.arena, run.span);
  constant->value.kind = is_bytes ? ast::ConstantKind::kBytes : ast::ConstantKind::kStr;
  constant->value.text = context.arena->Copy(text);
  if (!is_bytes) constant->literal_kind = run.kind;
  return constant;
}

}  // namespace

ExprNode* ConcatenateStrings(const ParseContext& context, std::string_view text,
                             const Token* tokens, uint32_t count, LiteralError* error) {
  const Token& first = tokens[0];
  const Token& last = tokens[count - 1];
  StringRun run;
  run.span = {first.lineno, first.col, last.end_lineno, last.end_col};
  if (text[first.start] == 'u') run.kind = "u";

  // One token without escapes needs no buffer.
  if (count == 1) {
    std::string_view token_text = text.substr(first.start, first.end - first.start);
    StringToken string = Dissect(token_text);
    bool plain = !string.is_bytes && !string.is_formatted &&
                 (string.is_raw ||
                  memchr(string.body.data(), '\\', string.body.size()) == nullptr);
    if (plain) {
      if (!CheckLiteralUtf8(string.body, &error->message)) return nullptr;
      return MakeConstant(context, run, false, string.body);
    }
  }

  StringParts parts;
  bool is_bytes = false;
  bool is_formatted = false;
  for (uint32_t i = 0; i < count; i++) {
    const Token& token = tokens[i];
    std::string_view token_text = text.substr(token.start, token.end - token.start);
    StringToken string = Dissect(token_text);
    std::string decoded;
    if (!string.is_formatted) {
      if (!DecodePlain(context, token, string, &decoded, error)) return nullptr;
    }
    if (i != 0 && string.is_bytes != is_bytes) {
      error->message = "cannot mix bytes and nonbytes literals";
      return nullptr;
    }
    is_bytes = string.is_bytes;
    if (!string.is_formatted) {
      parts.text += decoded;
      continue;
    }
    is_formatted = true;
    FStringScanner scanner(context, run, token, token_text, string.body, string.is_raw, error);
    if (!scanner.Scan(&parts)) return nullptr;
  }
  if (!is_formatted) return MakeConstant(context, run, is_bytes, parts.text);
  FlushText(run, context.arena, &parts);
  auto* joined = ast::NewNode<ast::JoinedStr>(context.arena, run.span);
  joined->values = ast::CopySequence(context.arena, parts.values.data(), parts.values.size());
  return joined;
}

}  // namespace polygil
