// Places and texts of diagnostics. They follow CPython's in every quirk: where the offset comes
// from when a token has none, which text is quoted, and when offsets count bytes.

#include "compiler/parser/error_parser.h"
#include "compiler/source/utf8.h"

namespace polygil {
namespace {

// How many characters the first `offset` bytes of `line` are; at most one past its end.
int32_t CharacterOffset(const std::string& line, int32_t offset) {
  if (offset < 0) return offset;
  int32_t longest = static_cast<int32_t>(line.size()) + 1;
  if (offset > longest) offset = longest;
  // The byte past the end is the NUL of CPython's buffer and counts as a character.
  if (offset == longest) return CountCharacters(line) + 1;
  return CountCharacters(std::string_view(line).substr(0, offset));
}

}  // namespace

// The line a diagnostic quotes: the text being read if it is that line, with its newline, else
// the line without it.
std::string ErrorParser::ErrorLine(int32_t lineno) const {
  std::string_view buffer = tokenizer_.buffer();
  if (tokenizer_.lineno() <= lineno && !buffer.empty()) return ReplaceInvalidUtf8(buffer);
  std::string_view text = unit_.text;
  int32_t relative = lineno - unit_.first_line + 1;
  for (int32_t i = 1; i < relative; i++) {
    size_t newline = text.find('\n');
    if (newline == std::string_view::npos || newline + 1 > text.size()) break;
    text.remove_prefix(newline + 1);
  }
  return ReplaceInvalidUtf8(text.substr(0, text.find('\n')));
}

void ErrorParser::Raise(DiagnosticKind kind, int32_t lineno, int32_t offset, int32_t end_lineno,
                        int32_t end_offset, std::string message) {
  if (failed_) return;
  failed_ = true;
  bool in_fstring = unit_.kind == UnitKind::kFString;
  diagnostic_.kind = kind;
  diagnostic_.message = in_fstring ? "f-string: " + message : std::move(message);
  diagnostic_.text = ErrorLine(lineno);
  diagnostic_.has_text = true;
  if (in_fstring) {
    offset -= unit_.first_column;
    end_offset -= unit_.first_column;
  } else if (!context_.offsets_in_bytes) {
    offset = CharacterOffset(diagnostic_.text, offset);
    if (end_offset > 0) end_offset = CharacterOffset(diagnostic_.text, end_offset);
  }
  diagnostic_.lineno = lineno;
  diagnostic_.offset = offset;
  diagnostic_.end_lineno = end_lineno;
  diagnostic_.end_offset = end_offset;
}

void ErrorParser::RaiseAtColumns(DiagnosticKind kind, int32_t lineno, int32_t col,
                                 int32_t end_lineno, int32_t end_col, std::string message) {
  Raise(kind, lineno, col + 1, end_lineno, end_col + 1, std::move(message));
}

void ErrorParser::RaiseAt(const Token& first, const Token& last, std::string message) {
  RaiseAtColumns(DiagnosticKind::kSyntaxError, first.lineno, first.col, last.end_lineno,
                 last.end_col, std::move(message));
}

// At the last token that was read; where the tokenizer stands if that token is not in the text.
void ErrorParser::RaiseHere(DiagnosticKind kind, std::string message) {
  if (tokens_.empty()) {
    Raise(kind, 0, 0, 0, -1, std::move(message));
    return;
  }
  const Token& token = tokens_.back();
  int32_t offset = token.col + 1;
  if (token.col < 0) {
    offset = tokenizer_.cursor_in_buffer() == 0 ? 0 : tokenizer_.cursor_column();
  }
  int32_t end_offset = token.end_col < 0 ? -1 : token.end_col + 1;
  Raise(kind, token.lineno, offset, token.end_lineno, end_offset, std::move(message));
}

void ErrorParser::RaiseMemoryError() {
  if (failed_) return;
  failed_ = true;
  diagnostic_ = {};
  diagnostic_.kind = DiagnosticKind::kMemoryError;
}

void ErrorParser::RaiseUnclosedBracket() {
  const Tokenizer::Bracket& bracket = tokenizer_.innermost_bracket();
  RaiseAtColumns(DiagnosticKind::kSyntaxError, bracket.lineno, bracket.col, bracket.lineno,
                 kUnknown, std::string("'") + bracket.character + "' was never closed");
}

void ErrorParser::RaiseTokenizerError() {
  using Kind = DiagnosticKind;
  int32_t lineno = tokenizer_.lineno();
  switch (tokenizer_.state()) {
    case TokenizerState::kGood:
      return;
    case TokenizerState::kEnd:
      if (tokenizer_.bracket_count() > 0) {
        RaiseUnclosedBracket();
      } else {
        RaiseHere(Kind::kSyntaxError, "unexpected EOF while parsing");
      }
      return;
    case TokenizerState::kFailed:
    case TokenizerState::kUnterminated:
      failed_ = true;
      diagnostic_ = tokenizer_.error();
      return;
    case TokenizerState::kBadDedent:
      RaiseHere(Kind::kIndentationError,
                "unindent does not match any outer indentation level");
      return;
    case TokenizerState::kBadTabs:
      RaiseAtColumns(Kind::kTabError, lineno, 0, lineno, kUnknown,
                     "inconsistent use of tabs and spaces in indentation");
      return;
    case TokenizerState::kTooDeep:
      RaiseAtColumns(Kind::kIndentationError, lineno, 0, lineno, kUnknown,
                     "too many levels of indentation");
      return;
    case TokenizerState::kBadContinuation:
      RaiseAtColumns(Kind::kSyntaxError, lineno, tokenizer_.cursor_in_buffer() - 1, lineno,
                     kUnknown, "unexpected character after line continuation character");
      return;
    case TokenizerState::kBadUtf8:
      RaiseHere(Kind::kSyntaxError, "(unicode error) " + tokenizer_.error().message);
      return;
  }
}

// No rule knew the mistake.
void ErrorParser::RaiseGeneric(const Token& last) {
  if (last.kind == TokenKind::kIndent || last.kind == TokenKind::kDedent) {
    RaiseHere(DiagnosticKind::kIndentationError,
              last.kind == TokenKind::kIndent ? "unexpected indent" : "unexpected unindent");
    return;
  }
  RaiseAt(last, last, "invalid syntax");
  LookForTokenizerErrors();
}

// An error of the tokenizer further on is shown instead of what was found: it may be its cause.
void ErrorParser::LookForTokenizerErrors() {
  int32_t current_line = tokens_.back().lineno;
  Token token;
  do {
    tokenizer_.Next(&token);
  } while (token.kind != TokenKind::kError && token.kind != TokenKind::kEndMarker);
  if (token.kind != TokenKind::kError) return;
  if (tokenizer_.state() == TokenizerState::kFailed ||
      tokenizer_.state() == TokenizerState::kUnterminated) {
    diagnostic_ = tokenizer_.error();
    return;
  }
  if (tokenizer_.state() == TokenizerState::kBadUtf8) {
    diagnostic_ = {};
    diagnostic_.kind = DiagnosticKind::kUnicodeDecodeError;
    diagnostic_.message = tokenizer_.error().message;
    return;
  }
  if (tokenizer_.bracket_count() == 0) return;
  if (current_line <= tokenizer_.innermost_bracket().lineno) return;
  failed_ = false;
  RaiseUnclosedBracket();
}

}  // namespace polygil
