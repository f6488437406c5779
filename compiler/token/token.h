// A token: its kind and its place. Its text is a piece of the source.

#ifndef POLYGIL_COMPILER_TOKEN_TOKEN_H_
#define POLYGIL_COMPILER_TOKEN_TOKEN_H_

#include <cstdint>
#include <string_view>

namespace polygil {

enum class TokenKind : uint8_t {
#define TOKEN(Name, text, python_name) k##Name,
#include "compiler/token/tokens.def"
  kCount
};

struct Token {
  TokenKind kind;
  uint8_t level;       // open brackets after this token
  bool has_non_ascii;  // of a name
  uint32_t start;      // byte offsets in the tokenizer's text
  uint32_t end;
  int32_t lineno;
  int32_t col;  // bytes; -1 for tokens that are not in the text (INDENT, DEDENT, the end)
  int32_t end_lineno;
  int32_t end_col;
};

inline bool IsKeyword(TokenKind kind) {
  return kind >= TokenKind::kFalse && kind <= TokenKind::kYield;
}

// "if", "+=", "" for kinds whose text varies.
const char* TokenText(TokenKind kind);
// The name in Python's `token` module: "NAME", "PLUSEQUAL", ...
const char* TokenName(TokenKind kind);

// The keyword spelled `text`, or kName.
TokenKind FindKeyword(const char* text, uint32_t length);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_TOKEN_TOKEN_H_
