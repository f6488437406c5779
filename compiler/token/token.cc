// Names of tokens, and the perfect hash that tells keywords from names.

#include "compiler/token/token.h"

#include <cstring>

namespace polygil {
namespace {

constexpr const char* kTexts[] = {
#define TOKEN(Name, text, python_name) text,
#include "compiler/token/tokens.def"
};

constexpr const char* kNames[] = {
#define TOKEN(Name, text, python_name) python_name,
#include "compiler/token/tokens.def"
};

constexpr int kFirstKeyword = static_cast<int>(TokenKind::kFalse);
constexpr int kKeywordCount = static_cast<int>(TokenKind::kCount) - kFirstKeyword;
constexpr uint32_t kShortest = 2;
constexpr uint32_t kLongest = 8;

constexpr uint32_t Length(const char* text) {
  uint32_t length = 0;
  while (text[length] != 0) length++;
  return length;
}

// First, second and last character and the length are enough to tell all keywords apart.
constexpr uint32_t KeywordHash(const char* text, uint32_t length, uint32_t factor) {
  uint32_t mixed = static_cast<unsigned char>(text[0]) |
                   (static_cast<unsigned char>(text[1]) << 8) |
                   (static_cast<unsigned char>(text[length - 1]) << 16) | (length << 24);
  return (mixed * factor) >> 25;
}

struct KeywordTable {
  uint32_t factor = 0;
  uint8_t slots[128] = {};  // index into the keywords plus one

  constexpr bool Fill(uint32_t candidate) {
    for (uint8_t& slot : slots) slot = 0;
    for (int i = 0; i < kKeywordCount; i++) {
      const char* text = kTexts[kFirstKeyword + i];
      uint8_t& slot = slots[KeywordHash(text, Length(text), candidate)];
      if (slot != 0) return false;
      slot = static_cast<uint8_t>(i + 1);
    }
    factor = candidate;
    return true;
  }
};

constexpr KeywordTable MakeKeywordTable() {
  KeywordTable table;
  uint32_t candidate = 0x9E3779B1u;
  while (!table.Fill(candidate)) candidate = (candidate * 1664525u + 1013904223u) | 1u;
  return table;
}

constexpr KeywordTable kKeywords = MakeKeywordTable();

}  // namespace

const char* TokenText(TokenKind kind) { return kTexts[static_cast<int>(kind)]; }
const char* TokenName(TokenKind kind) { return kNames[static_cast<int>(kind)]; }

TokenKind FindKeyword(const char* text, uint32_t length) {
  if (length < kShortest || length > kLongest) return TokenKind::kName;
  int slot = kKeywords.slots[KeywordHash(text, length, kKeywords.factor)];
  if (slot == 0) return TokenKind::kName;
  int kind = kFirstKeyword + slot - 1;
  const char* keyword = kTexts[kind];
  for (uint32_t i = 0; i < length; i++) {
    if (text[i] != keyword[i]) return TokenKind::kName;
  }
  return keyword[length] == 0 ? static_cast<TokenKind>(kind) : TokenKind::kName;
}

}  // namespace polygil
