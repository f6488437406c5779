// Numbers and strings of the tokenizer: where they end, and what is wrong with them (Python
// reference 2.4). Their values are computed by the parser.

#include <cstring>

#include "compiler/source/utf8.h"
#include "compiler/token/character_class.h"
#include "compiler/token/tokenizer.h"

namespace polygil {
namespace {

bool IsRadixDigit(char c, int radix) {
  if (radix == 16) return HasClass(c, kHexDigit);
  return c >= '0' && c < '0' + radix;
}

// Keywords that may follow a number without white space, for the time being (`1if x else y`).
bool IsKeywordAfterNumber(const char* p) {
  auto is = [p](const char* keyword, size_t length) {
    return strncmp(p, keyword, length) == 0 && !HasClass(p[length], kNamePart);
  };
  if (*p == 'i') return p[1] == 'f' || p[1] == 'n' || p[1] == 's';
  return is("and", 3) || is("else", 4) || is("for", 3) || is("not", 3) || is("or", 2);
}

}  // namespace

bool Tokenizer::VerifyEndOfNumber(const char* name, Token* token) {
  if (!HasClass(*cursor_, kNamePart)) return true;
  std::string message = std::string("invalid ") + name + " literal";
  if (IsKeywordAfterNumber(cursor_)) {
    Warn(std::move(message));
    return true;
  }
  SyntaxErrorHere(std::move(message), token);
  return false;
}

// Digits with single underscores between them; the cursor is on a digit or behind one.
bool Tokenizer::ReadDigits(Token* token) {
  while (true) {
    while (HasClass(*cursor_, kDigit)) cursor_++;
    if (*cursor_ != '_') return true;
    cursor_++;
    if (HasClass(*cursor_, kDigit)) continue;
    SyntaxErrorHere("invalid decimal literal", token);
    return false;
  }
}

// Behind 0x, 0o or 0b.
bool Tokenizer::ReadRadixNumber(const char* start, int radix, const char* name, Token* token) {
  auto refuse_digit = [&] {
    std::string message = std::string("invalid digit '") + *cursor_ + "' in " + name + " literal";
    cursor_++;
    SyntaxErrorHere(std::move(message), token);
    return false;
  };
  do {
    if (*cursor_ == '_') cursor_++;
    if (!IsRadixDigit(*cursor_, radix)) {
      if (HasClass(*cursor_, kDigit)) return refuse_digit();
      SyntaxErrorHere(std::string("invalid ") + name + " literal", token);
      return false;
    }
    while (IsRadixDigit(*cursor_, radix)) cursor_++;
  } while (*cursor_ == '_');
  if (HasClass(*cursor_, kDigit)) return refuse_digit();
  if (!VerifyEndOfNumber(name, token)) return false;
  Finish(TokenKind::kNumber, start, token);
  return true;
}

// The cursor is behind the integer part and, unless `from_exponent`, on '.', 'e', 'j' or the end.
bool Tokenizer::ReadFractionAndExponent(const char* start, bool from_exponent, Token* token) {
  if (!from_exponent && *cursor_ == '.') {
    cursor_++;
    if (HasClass(*cursor_, kDigit) && !ReadDigits(token)) return false;
  }
  if (*cursor_ == 'e' || *cursor_ == 'E') {
    const char* exponent = cursor_++;
    if (*cursor_ == '+' || *cursor_ == '-') {
      cursor_++;
      if (!HasClass(*cursor_, kDigit)) {
        SyntaxErrorHere("invalid decimal literal", token);
        return false;
      }
    } else if (!HasClass(*cursor_, kDigit)) {
      cursor_ = exponent;
      if (!VerifyEndOfNumber("decimal", token)) return false;
      Finish(TokenKind::kNumber, start, token);
      return true;
    }
    if (!ReadDigits(token)) return false;
  }
  bool imaginary = *cursor_ == 'j' || *cursor_ == 'J';
  if (imaginary) cursor_++;
  if (!VerifyEndOfNumber(imaginary ? "imaginary" : "decimal", token)) return false;
  Finish(TokenKind::kNumber, start, token);
  return true;
}

void Tokenizer::ReadNumber(const char* start, Token* token) {
  if (*cursor_ != '0') {
    if (*cursor_ != '.' && !ReadDigits(token)) return;
    ReadFractionAndExponent(start, false, token);
    return;
  }
  cursor_++;
  char radix = static_cast<char>(*cursor_ | 32);
  if (radix == 'x' || radix == 'o' || radix == 'b') {
    cursor_++;
    if (radix == 'x') {
      ReadRadixNumber(start, 16, "hexadecimal", token);
    } else if (radix == 'o') {
      ReadRadixNumber(start, 8, "octal", token);
    } else {
      ReadRadixNumber(start, 2, "binary", token);
    }
    return;
  }
  // Zeros alone are an integer; zeros before other digits only start a float.
  while (true) {
    if (*cursor_ == '_') {
      cursor_++;
      if (!HasClass(*cursor_, kDigit)) {
        SyntaxErrorHere("invalid decimal literal", token);
        return;
      }
    }
    if (*cursor_ != '0') break;
    cursor_++;
  }
  const char* zeros_end = cursor_ + 1;
  bool nonzero = HasClass(*cursor_, kDigit);
  if (nonzero && !ReadDigits(token)) return;
  char c = *cursor_;
  bool is_float = c == '.' || c == 'e' || c == 'E' || c == 'j' || c == 'J';
  if (nonzero && !is_float) {
    SyntaxErrorAt(
        "leading zeros in decimal integer literals are not permitted; "
        "use an 0o prefix for octal integers",
        static_cast<int32_t>(start + 1 - line_start_),
        static_cast<int32_t>(zeros_end - line_start_), token);
    return;
  }
  ReadFractionAndExponent(start, false, token);
}

void Tokenizer::ReadString(const char* start, Token* token) {
  int32_t first_line = lineno_;
  const char* first_line_start = line_start_;
  char quote = *cursor_++;
  bool triple = false;
  if (*cursor_ == quote) {
    if (cursor_[1] != quote) {
      cursor_++;
      Finish(TokenKind::kString, start, token);
      return;
    }
    triple = true;
    cursor_ += 2;
  }
  bool ended = false;
  while (true) {
    while (HasClass(*cursor_, kStringPlain)) cursor_++;
    if (cursor_ >= end_) break;
    char c = *cursor_;
    if (c == '\n' && !triple) break;
    cursor_++;
    if (c == '\\' && cursor_ < end_) c = *cursor_++ == '\n' ? '\n' : '\\';
    if (c == '\n') {
      if (cursor_ < end_) StartLine(cursor_);
    } else if (c == quote && (!triple || (cursor_[0] == quote && cursor_[1] == quote))) {
      if (triple) cursor_ += 2;
      ended = true;
      break;
    }
  }
  if (ended) {
    Finish(TokenKind::kString, start, token);
    token->lineno = first_line;
    token->col = static_cast<int32_t>(start - first_line_start) + ColumnShift();
    return;
  }
  bool at_end = cursor_ >= end_;
  std::string message = triple ? "unterminated triple-quoted string literal"
                               : "unterminated string literal";
  message += " (detected at line " + std::to_string(lineno_) + ")";
  cursor_ = start + 1;
  line_start_ = first_line_start;
  lineno_ = first_line;
  SyntaxErrorHere(std::move(message), token);
  if (at_end) state_ = TokenizerState::kUnterminated;
}

}  // namespace polygil
