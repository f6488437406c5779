// Lines, indentation, names and operators; numbers and strings are in tokenizer_literals.cc.

#include "compiler/token/tokenizer.h"

#include <cstdio>
#include <cstring>

#include "compiler/source/utf8.h"
#include "compiler/token/character_class.h"

namespace polygil {
namespace {

constexpr int kTabSize = 8;

bool IsStringPrefix(const char* start, size_t length) {
  char a = static_cast<char>(start[0] | 32);
  if (length == 1) return a == 'b' || a == 'u' || a == 'r' || a == 'f';
  if (length != 2) return false;
  char b = static_cast<char>(start[1] | 32);
  return (a == 'r' && (b == 'b' || b == 'f')) || ((a == 'b' || a == 'f') && b == 'r');
}

// Whether the token was only known to be complete by the character behind it.
bool NeedsCharacterAfter(TokenKind kind, const char* start, const char* end) {
  if (kind == TokenKind::kName || kind == TokenKind::kNumber || IsKeyword(kind)) return true;
  if (kind == TokenKind::kString) {  // an empty one might become a triple quote
    return end[-2] == end[-1] && (end - start == 2 || (end - start <= 4 && end[-3] >= 'A'));
  }
  return kind > TokenKind::kError && end - start < 3;
}

bool IsPrintable(uint32_t c, const CompilerHooks& hooks) {
  if (c < 0x80) return c >= 0x20 && c < 0x7F;
  if (hooks.is_printable != nullptr) return hooks.is_printable(c);
  bool space = c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
               (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 ||
               c == 0xFEFF || c == 0xAD;
  return c > 0xA0 && !space && !(c >= 0xD800 && c <= 0xF8FF);
}

}  // namespace

bool IsBlankText(std::string_view text) {
  while (true) {
    size_t i = text.find_first_not_of(" \t\n\f");
    if (i == std::string_view::npos) return true;
    if (text[i] != '#') return false;
    size_t newline = text.find('\n', i);
    if (newline == std::string_view::npos) return true;
    text.remove_prefix(newline);
  }
}

Tokenizer::Tokenizer(std::string_view text, const TokenizerOptions& options)
    : begin_(text.data()),
      end_(text.data() + text.size()),
      cursor_(begin_),
      line_start_(begin_),
      buffer_start_(begin_),
      lineno_(options.first_line - 1),
      options_(options) {}

const char* Tokenizer::LineEnd() const {
  if (cursor_ == begin_ && at_line_start_) return begin_;  // nothing read yet
  if (state_ == TokenizerState::kUnterminated) return end_;
  const char* from = line_start_;
  auto* newline = static_cast<const char*>(memchr(from, '\n', end_ - from));
  return newline == nullptr ? end_ : newline + 1;
}

void Tokenizer::Finish(TokenKind kind, const char* start, Token* token) {
  token->kind = kind;
  token->level = static_cast<uint8_t>(bracket_count_);
  token->has_non_ascii = false;
  token->start = static_cast<uint32_t>(start - begin_);
  token->end = static_cast<uint32_t>(cursor_ - begin_);
  token->lineno = token->end_lineno = lineno_;
  if (cursor_ == end_) [[unlikely]] saw_end_ |= NeedsCharacterAfter(kind, start, cursor_);
  int32_t shift = ColumnShift();
  token->col = static_cast<int32_t>(start - line_start_) + shift;
  token->end_col = static_cast<int32_t>(cursor_ - line_start_) + shift;
}

void Tokenizer::Synthesize(TokenKind kind, Token* token) {
  Finish(kind, cursor_, token);
  token->col = token->end_col = -1;
}

void Tokenizer::Fail(TokenizerState state, Token* token) {
  state_ = state;
  Synthesize(TokenKind::kError, token);
}

void Tokenizer::SyntaxErrorAt(std::string message, int32_t offset, int32_t end_offset,
                              Token* token) {
  const char* newline = static_cast<const char*>(memchr(line_start_, '\n', end_ - line_start_));
  const char* line_end = newline == nullptr ? end_ : newline;
  error_.kind = DiagnosticKind::kSyntaxError;
  error_.message = std::move(message);
  error_.lineno = error_.end_lineno = lineno_;
  error_.offset = offset;
  error_.end_offset = end_offset;
  error_.text = ReplaceInvalidUtf8({line_start_, static_cast<size_t>(line_end - line_start_)});
  error_.has_text = true;
  Fail(TokenizerState::kFailed, token);
}

void Tokenizer::SyntaxErrorHere(std::string message, Token* token) {
  int32_t offset = CountCharacters({line_start_, static_cast<size_t>(cursor_ - line_start_)});
  SyntaxErrorAt(std::move(message), offset, offset, token);
}

void Tokenizer::Warn(std::string message) {
  if (options_.warnings == nullptr) return;
  int32_t offset = CountCharacters({line_start_, static_cast<size_t>(cursor_ - line_start_)});
  options_.warnings->push_back({WarningKind::kSyntax, std::move(message), lineno_, offset,
                                lineno_, offset});
}

// --- Lines and indentation ------------------------------------------------------------------

// After a backslash: it must be followed by a newline and by more text.
bool Tokenizer::ReadContinuation(Token* token) {
  if (cursor_ == end_ || *cursor_ != '\n') {
    if (cursor_ != end_) cursor_++;
    Fail(TokenizerState::kBadContinuation, token);
    return false;
  }
  cursor_++;
  if (cursor_ == end_) {
    is_continued_ = true;
    Fail(TokenizerState::kEnd, token);
    return false;
  }
  StartLine(cursor_);
  return true;
}

bool Tokenizer::CompareIndentation(int column, int alternate, Token* token) {
  if (column == columns_[depth_]) {
    if (alternate == alternate_columns_[depth_]) return true;
  } else if (column > columns_[depth_]) {
    if (depth_ + 1 >= kMaxIndentation) {
      cursor_ = LineEnd();
      Fail(TokenizerState::kTooDeep, token);
      return false;
    }
    if (alternate > alternate_columns_[depth_]) {
      pending_++;
      depth_++;
      columns_[depth_] = column;
      alternate_columns_[depth_] = alternate;
      return true;
    }
  } else {
    while (depth_ > 0 && column < columns_[depth_]) {
      pending_--;
      depth_--;
    }
    if (column != columns_[depth_]) {
      cursor_ = LineEnd();
      Fail(TokenizerState::kBadDedent, token);
      return false;
    }
    if (alternate == alternate_columns_[depth_]) return true;
  }
  cursor_ = LineEnd();
  Fail(TokenizerState::kBadTabs, token);
  return false;
}

// Measures the white space at the start of a line and leaves the cursor behind it. `blank` says
// that nothing but a comment may follow. An indentation split by a backslash counts up to it.
bool Tokenizer::ReadIndentation(Token* token, bool* blank) {
  int column = 0;
  int alternate = 0;
  int continued_column = 0;
  while (cursor_ < end_) {
    char c = *cursor_;
    if (c == ' ') {
      column++;
      alternate++;
    } else if (c == '\t') {
      column = (column / kTabSize + 1) * kTabSize;
      alternate++;
    } else if (c == '\f') {
      column = alternate = 0;
    } else if (c == '\\') {
      if (continued_column == 0) continued_column = column;
      cursor_++;
      if (!ReadContinuation(token)) return false;
      buffer_start_ = cursor_;
      continue;
    } else {
      break;
    }
    cursor_++;
  }
  *blank = cursor_ < end_ && (*cursor_ == '#' || *cursor_ == '\n');
  if (*blank || bracket_count_ > 0) return true;
  if (continued_column != 0) column = alternate = continued_column;
  return CompareIndentation(column, alternate, token);
}

// --- Tokens ---------------------------------------------------------------------------------

void Tokenizer::Next(Token* token) {
  if (state_ != TokenizerState::kGood) [[unlikely]] {
    if (state_ == TokenizerState::kEnd && pending_ < 0) {
      pending_++;
      Synthesize(TokenKind::kDedent, token);
      return;
    }
    bool ended = state_ == TokenizerState::kEnd && bracket_count_ == 0 && !is_continued_;
    Synthesize(ended ? TokenKind::kEndMarker : TokenKind::kError, token);
    return;
  }
  bool blank = false;
next_line:
  if (at_line_start_) {
    at_line_start_ = false;
    if (cursor_ < end_) {
      StartLine(cursor_);
      buffer_start_ = cursor_;
    }
    if (!ReadIndentation(token, &blank)) return;
    saw_end_ |= cursor_ >= end_;
  }
  if (pending_ != 0) {
    bool dedent = pending_ < 0;
    pending_ += dedent ? 1 : -1;
    Synthesize(dedent ? TokenKind::kDedent : TokenKind::kIndent, token);
    return;
  }
again:
  while (*cursor_ == ' ' || *cursor_ == '\t' || *cursor_ == '\f') cursor_++;
  const char* start = cursor_;
  if (*cursor_ == '#') {
    auto* newline = static_cast<const char*>(memchr(cursor_, '\n', end_ - cursor_));
    cursor_ = newline == nullptr ? end_ : newline;
    if (options_.type_comments && ReadTypeComment(start, blank, token)) return;
  }
  if (cursor_ >= end_) {
    state_ = TokenizerState::kEnd;
    Synthesize(bracket_count_ > 0 ? TokenKind::kError : TokenKind::kEndMarker, token);
    return;
  }
  char c = *cursor_;
  if (HasClass(c, kNameStart)) {
    ReadNameOrPrefixedString(start, token);
  } else if (c == '\n') {
    at_line_start_ = true;
    cursor_++;
    if (blank || bracket_count_ > 0) {
      blank = false;
      goto next_line;
    }
    Finish(TokenKind::kNewline, start, token);
    token->end--;
    token->end_col--;
  } else if (HasClass(c, kDigit) || (c == '.' && HasClass(cursor_[1], kDigit))) {
    ReadNumber(start, token);
  } else if (c == '\'' || c == '"') {
    ReadString(start, token);
  } else if (c == '\\') {
    cursor_++;
    if (!ReadContinuation(token)) return;
    goto again;
  } else {
    ReadOperator(start, token);
  }
}

// A comment from `start` to the cursor (PEP 484). One that is alone on its line and says `ignore`
// takes the newline with it.
bool Tokenizer::ReadTypeComment(const char* start, bool is_alone, Token* token) {
  const char* p = start;
  auto skip_spaces = [&] {
    while (p < cursor_ && (*p == ' ' || *p == '\t')) p++;
  };
  for (const char* expected = "# type: "; *expected != 0; expected++) {
    if (*expected == ' ') {
      skip_spaces();
    } else if (p == cursor_ || *p++ != *expected) {
      return false;
    }
  }
  constexpr std::string_view kIgnore = "ignore";
  std::string_view rest(p, static_cast<size_t>(cursor_ - p));
  bool is_ignore = rest.substr(0, kIgnore.size()) == kIgnore;
  if (is_ignore && rest.size() > kIgnore.size()) {
    auto next = static_cast<unsigned char>(rest[kIgnore.size()]);
    is_ignore = next < 0x80 && (next == '_' || !HasClass(static_cast<char>(next), kNamePart));
  }
  Finish(is_ignore ? TokenKind::kTypeIgnore : TokenKind::kTypeComment,
         is_ignore ? p + kIgnore.size() : p, token);
  if (is_ignore && is_alone) {
    at_line_start_ = true;
    if (cursor_ < end_) cursor_++;
  }
  return true;
}

bool Tokenizer::VerifyName(const char* start, Token* token) {
  const char* p = start;
  while (p < cursor_) {
    uint32_t c;
    Utf8Error error;
    int length = DecodeUtf8(p, cursor_, &c, &error);
    if (length == 0) {
      error.start += p - start;
      error.end += p - start;
      error_.kind = DiagnosticKind::kSyntaxError;
      error_.message = Utf8ErrorMessage({start, static_cast<size_t>(cursor_ - start)}, error);
      Fail(TokenizerState::kBadUtf8, token);
      return false;
    }
    p += length;
  }
  for (p = start; p < cursor_;) {
    uint32_t c;
    int length = DecodeUtf8(p, cursor_, &c, nullptr);
    auto* check = p == start ? options_.hooks.is_identifier_start
                             : options_.hooks.is_identifier_continue;
    p += length;
    bool valid = c < 0x80 || (check != nullptr ? check(c) : IsPrintable(c, options_.hooks));
    if (valid) continue;
    cursor_ = p;
    char hex[16];
    snprintf(hex, sizeof hex, "U+%04X", c);
    if (!IsPrintable(c, options_.hooks)) {
      SyntaxErrorHere(std::string("invalid non-printable character ") + hex, token);
    } else {
      std::string message = "invalid character '";
      AppendUtf8(c, &message);
      SyntaxErrorHere(message + "' (" + hex + ")", token);
    }
    return false;
  }
  return true;
}

void Tokenizer::ReadNameOrPrefixedString(const char* start, Token* token) {
  const char* p = cursor_;
  unsigned char seen = 0;
  while (HasClass(*p, kNamePart)) seen |= static_cast<unsigned char>(*p++);
  cursor_ = p;
  if ((*p == '\'' || *p == '"') && IsStringPrefix(start, p - start)) {
    ReadString(start, token);
    return;
  }
  if (seen & 0x80) [[unlikely]] {
    if (!VerifyName(start, token)) return;
    Finish(TokenKind::kName, start, token);
    token->has_non_ascii = true;
    return;
  }
  Finish(FindKeyword(start, static_cast<uint32_t>(p - start)), start, token);
}

bool Tokenizer::OpenBracket(const char* start, Token* token) {
  if (bracket_count_ >= kMaxBrackets) {
    SyntaxErrorHere("too many nested parentheses", token);
    return false;
  }
  brackets_[bracket_count_++] = {*start, lineno_, static_cast<int32_t>(start - line_start_)};
  return true;
}

bool Tokenizer::CloseBracket(char closing, Token* token) {
  if (bracket_count_ == 0) {
    SyntaxErrorHere(std::string("unmatched '") + closing + "'", token);
    return false;
  }
  const Bracket& opening = brackets_[--bracket_count_];
  char expected = opening.character == '(' ? ')' : opening.character == '[' ? ']' : '}';
  if (closing == expected) return true;
  std::string message = std::string("closing parenthesis '") + closing +
                        "' does not match opening parenthesis '" + opening.character + "'";
  if (opening.lineno != lineno_) message += " on line " + std::to_string(opening.lineno);
  SyntaxErrorHere(std::move(message), token);
  return false;
}

void Tokenizer::RefuseCharacter(const char* start, Token* token) {
  char text[64];
  snprintf(text, sizeof text, "invalid non-printable character U+%04X",
           static_cast<unsigned char>(*start));
  SyntaxErrorHere(text, token);
}

void Tokenizer::ReadOperator(const char* start, Token* token) {
  using K = TokenKind;
  char c = *cursor_++;
  char next = *cursor_;
  // Takes one more character if it is `expected`.
  auto take = [&](char expected) {
    if (*cursor_ != expected) return false;
    cursor_++;
    return true;
  };
  K kind = K::kUnknown;
  switch (c) {
    case '(':
    case '[':
    case '{':
      if (!OpenBracket(start, token)) return;
      kind = c == '(' ? K::kLeftParenthesis : c == '[' ? K::kLeftBracket : K::kLeftBrace;
      break;
    case ')':
    case ']':
    case '}':
      if (!CloseBracket(c, token)) return;
      kind = c == ')' ? K::kRightParenthesis : c == ']' ? K::kRightBracket : K::kRightBrace;
      break;
    case ',':
      kind = K::kComma;
      break;
    case ';':
      kind = K::kSemicolon;
      break;
    case '~':
      kind = K::kTilde;
      break;
    case '.':
      kind = K::kDot;
      if (next == '.' && cursor_[1] == '.') {
        cursor_ += 2;
        kind = K::kEllipsis;
      }
      break;
    case ':':
      kind = take('=') ? K::kColonEqual : K::kColon;
      break;
    case '=':
      kind = take('=') ? K::kDoubleEqual : K::kEqual;
      break;
    case '!':
      kind = take('=') ? K::kNotEqual : K::kUnknown;
      break;
    case '+':
      kind = take('=') ? K::kPlusEqual : K::kPlus;
      break;
    case '-':
      kind = take('=') ? K::kMinusEqual : take('>') ? K::kArrow : K::kMinus;
      break;
    case '*':
      if (take('*')) {
        kind = take('=') ? K::kDoubleStarEqual : K::kDoubleStar;
      } else {
        kind = take('=') ? K::kStarEqual : K::kStar;
      }
      break;
    case '/':
      if (take('/')) {
        kind = take('=') ? K::kDoubleSlashEqual : K::kDoubleSlash;
      } else {
        kind = take('=') ? K::kSlashEqual : K::kSlash;
      }
      break;
    case '<':
      if (take('<')) {
        kind = take('=') ? K::kLeftShiftEqual : K::kLeftShift;
      } else {
        kind = take('=') ? K::kLessEqual : take('>') ? K::kNotEqual : K::kLess;
      }
      break;
    case '>':
      if (take('>')) {
        kind = take('=') ? K::kRightShiftEqual : K::kRightShift;
      } else {
        kind = take('=') ? K::kGreaterEqual : K::kGreater;
      }
      break;
    case '%':
      kind = take('=') ? K::kPercentEqual : K::kPercent;
      break;
    case '&':
      kind = take('=') ? K::kAmpersandEqual : K::kAmpersand;
      break;
    case '|':
      kind = take('=') ? K::kBarEqual : K::kBar;
      break;
    case '^':
      kind = take('=') ? K::kCaretEqual : K::kCaret;
      break;
    case '@':
      kind = take('=') ? K::kAtEqual : K::kAt;
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
        RefuseCharacter(start, token);
        return;
      }
      break;
  }
  Finish(kind, start, token);
}

}  // namespace polygil
